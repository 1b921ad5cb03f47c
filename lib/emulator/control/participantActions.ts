import type { EmulatedParticipant } from '../drive/EmulatedParticipant.js';
import {
  optionalBoolean,
  optionalObject,
  optionalString,
  optionalStrings,
  requiredString,
  type Input,
} from '../service/input.js';
import { invalid } from '../service/ServiceError.js';
import type { View } from '../service/state.js';

type ParticipantAction = (participant: EmulatedParticipant, input: Input) => object;

/** What a participant can be made to do: `POST /emulator/participants/{id}/{action}`. */
export const participantActions: ReadonlyMap<string, ParticipantAction> = new Map<
  string,
  ParticipantAction
>([
  [
    'say',
    (participant, input) =>
      participant.say({
        content: requiredString(input, 'content'),
        contentType: optionalString(input, 'contentType'),
      }),
  ],
  ['connection-token', (participant) => participant.connectionToken()],
  [
    'show-view',
    (participant, input) => {
      const view = optionalObject(input, 'view');
      if (!view) throw invalid('view is required');
      // As it is, so that clients can be shown a malformed one, too.
      return participant.showView(view as unknown as View, optionalObject(input, 'viewData'));
    },
  ],
  ['type', (participant) => participant.type()],
  ['read', (participant, input) => participant.read(requiredString(input, 'messageId'))],
  ['deliver', (participant, input) => participant.deliver(requiredString(input, 'messageId'))],
  [
    'attach',
    (participant, input) =>
      participant.attach({
        name: requiredString(input, 'name', { max: 256 }),
        contentType: requiredString(input, 'contentType', { max: 255 }),
        content: requiredString(input, 'content'),
      }),
  ],
  [
    'stream',
    (participant, input) => {
      const contentType = optionalString(input, 'contentType') ?? 'text/plain';
      const stream = participant.stream(optionalStrings(input, 'pieces') ?? [], { contentType });
      if (optionalBoolean(input, 'complete') ?? true) stream.complete();
      return { messageId: stream.messageId };
    },
  ],
  [
    'event',
    (participant, input) =>
      participant.event(
        requiredString(input, 'name'),
        optionalString(input, 'content', { min: 0 }),
      ),
  ],
  [
    'rename',
    (participant, input) => {
      participant.rename(requiredString(input, 'displayName', { max: 256 }));
      return {};
    },
  ],
  [
    'leave',
    (participant) => {
      participant.leave();
      return {};
    },
  ],
]);
