import type { ConnectionTokenAnswer, CreateParticipantConnectionAnswer } from '../lite.js';
import { KEPT_BY_BACKEND } from './chatClient.js';
import type { ConnectionDetails } from './details.js';
import type { Observed } from './observedApi.js';

const NONE: ConnectionDetails = {
  url: null,
  expiry: null,
  transportLifeTimeInSeconds: 3_540, // how long a socket serves before it is renewed: docs/protocol.md
  connectionAcknowledged: false,
  connectionToken: null,
  connectionTokenExpiry: null,
};

/** What `connectionDetails` becomes by an answer that lets the session in. */
export function connectionDetails(
  known: ConnectionDetails = NONE,
  { request, answer }: Observed,
): ConnectionDetails {
  const {
    Websocket: socket,
    ConnectionCredentials: credentials,
    chatTokenTransport: transport,
  } = answer as CreateParticipantConnectionAnswer & Partial<ConnectionTokenAnswer>;
  const token = transport?.participantToken ?? credentials?.ConnectionToken;
  return {
    ...known,
    url: socket?.Url ?? known.url,
    expiry: socket?.ConnectionExpiry ?? known.expiry,
    connectionAcknowledged: known.connectionAcknowledged || request.ConnectParticipant === true,
    connectionToken: token === KEPT_BY_BACKEND ? null : (token ?? known.connectionToken),
    connectionTokenExpiry: transport?.expiry ?? credentials?.Expiry ?? known.connectionTokenExpiry,
  };
}
