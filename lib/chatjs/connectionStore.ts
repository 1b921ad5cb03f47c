import type { ConnectionTokenAnswer } from '../lite.js';
import type { ConnectionDetails } from './details.js';
import type { Observed } from './observedApi.js';

/** How long a socket serves before it is renewed, in seconds. Source: docs/protocol.md. */
const TRANSPORT_LIFE_S = 3_540;

const NONE: ConnectionDetails = {
  url: null,
  expiry: null,
  transportLifeTimeInSeconds: TRANSPORT_LIFE_S,
  connectionAcknowledged: false,
  connectionToken: null,
  connectionTokenExpiry: null,
};

interface ConnectionAnswer {
  readonly Websocket?: { readonly Url?: string; readonly ConnectionExpiry?: string };
  readonly ConnectionCredentials?: { readonly ConnectionToken?: string; readonly Expiry?: string };
}

/** What `connectionDetails` becomes by an answer of CreateParticipantConnection. */
export function reduceConnection(
  known: ConnectionDetails | undefined,
  { operation, request, answer }: Observed,
): ConnectionDetails | undefined {
  if (operation === 'getConnectionToken' && answer) {
    const { participantToken, expiry } =
      (answer as Partial<ConnectionTokenAnswer>).chatTokenTransport ?? {};
    return {
      ...(known ?? NONE),
      connectionToken: participantToken ?? null,
      connectionTokenExpiry: expiry ?? null,
    };
  }
  if (operation !== 'createParticipantConnection' || !answer) return known;
  const { Websocket, ConnectionCredentials } = answer as ConnectionAnswer;
  return {
    url: Websocket?.Url ?? known?.url ?? null,
    expiry: Websocket?.ConnectionExpiry ?? known?.expiry ?? null,
    transportLifeTimeInSeconds: TRANSPORT_LIFE_S,
    connectionAcknowledged: request.ConnectParticipant === true || !!known?.connectionAcknowledged,
    connectionToken: ConnectionCredentials?.ConnectionToken ?? known?.connectionToken ?? null,
    connectionTokenExpiry: ConnectionCredentials?.Expiry ?? known?.connectionTokenExpiry ?? null,
  };
}
