import type { ParticipantApi } from '../lite.js';

/** The operations of the Participant Service, by their methods. */
const OPERATIONS = [
  'createParticipantConnection',
  'sendMessage',
  'sendEvent',
  'getTranscript',
  'disconnectParticipant',
  'startAttachmentUpload',
  'completeAttachmentUpload',
  'getAttachment',
  'describeView',
  'getAuthenticationUrl',
  'cancelParticipantAuthentication',
] as const satisfies readonly (keyof ParticipantApi)[];

type Operation = (typeof OPERATIONS)[number];

/** An API whose methods are made by their names. */
export const apiOf = <Name extends Operation>(
  make: (name: Name) => ParticipantApi[Name],
): ParticipantApi =>
  Object.fromEntries(
    OPERATIONS.map((name) => [name, make(name as Name)]),
  ) as unknown as ParticipantApi;
