import { RestClient, type RestAnswer } from './RestClient.js';

/** The least that StartChatContact takes. */
export const LEAST = {
  InstanceId: 'instance',
  ContactFlowId: 'flow',
  ParticipantDetails: { DisplayName: 'Ann' },
} as const;

/** `PUT /contact/chat` with the least that it takes, and `fields`. */
export const startChatContact = (url: string, fields: object = {}): Promise<RestAnswer> =>
  new RestClient(url).request('PUT', '/contact/chat', { ...LEAST, ...fields });
