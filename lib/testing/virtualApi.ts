import { Observable, type Subscriber } from 'rxjs';
import {
  answerRequest,
  type EmulatorModel,
  type OperationName,
  type Outcome,
  ownerOf,
  type Participant,
  runOperation,
} from '../emulator/model.js';
import { errorFromAnswer, type ParticipantApi } from '../lite.js';
import type { Later } from './later.js';

/** A request that has had its effect; one that is repeated with its ClientToken has it again. */
export interface TakenRequest {
  readonly operation: OperationName;
  readonly participant: Participant;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What the virtual ends of the ports have in common. */
export interface VirtualNetwork {
  readonly model: EmulatorModel;
  readonly later: Later;
  /** Milliseconds that a frame, a request or an answer takes; asked for each. */
  readonly latencyMs: () => number;
}

/** The Participant Service over a network that takes time. */
export function virtualApi(
  { model, later, latencyMs }: VirtualNetwork,
  onTaken: (request: TakenRequest) => void,
): ParticipantApi {
  const request = <T>(operation: OperationName, bearer: string, input: object) =>
    new Observable<T>((subscriber) => {
      const participant = ownerOf(model.service, bearer);
      const run = () => {
        const answer = runOperation(model.service, operation, bearer, input);
        if (participant) onTaken({ operation, participant, input: { ...input } });
        return answer;
      };
      return later(latencyMs(), () => {
        answerRequest(model, { operation, participant, run }, (outcome) => {
          later(latencyMs(), () => {
            settle(subscriber, operation, outcome);
          });
        });
      });
    });
  const withToken =
    (operation: OperationName) =>
    <T>({ ConnectionToken, ...input }: { readonly ConnectionToken: string }) =>
      request<T>(operation, ConnectionToken, input);

  return {
    createParticipantConnection: ({ ParticipantToken, ...input }) =>
      request('CreateParticipantConnection', ParticipantToken, input),
    sendMessage: withToken('SendMessage'),
    sendEvent: withToken('SendEvent'),
    getTranscript: withToken('GetTranscript'),
    disconnectParticipant: withToken('DisconnectParticipant'),
    startAttachmentUpload: withToken('StartAttachmentUpload'),
    completeAttachmentUpload: withToken('CompleteAttachmentUpload'),
    getAttachment: withToken('GetAttachment'),
    describeView: withToken('DescribeView'),
    getAuthenticationUrl: withToken('GetAuthenticationUrl'),
    cancelParticipantAuthentication: withToken('CancelParticipantAuthentication'),
  };
}

function settle<T>(subscriber: Subscriber<T>, operation: string, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answered':
      // A copy, as the wire makes it; structuredClone is missing from Jest's jsdom.
      subscriber.next(JSON.parse(JSON.stringify(outcome.answer)) as T);
      subscriber.complete();
      break;
    case 'failed':
      subscriber.error(
        errorFromAnswer(operation, {
          statusCode: outcome.status,
          errorType: outcome.error,
          retryAfterMs:
            outcome.retryAfterSeconds === undefined ? undefined : outcome.retryAfterSeconds * 1_000,
        }),
      );
      break;
    case 'lost':
      subscriber.error(errorFromAnswer(operation, { statusCode: undefined }));
  }
}
