import type { ParticipantApi, WireItem } from 'rx-connect-chat/lite';
import { NEVER, of } from 'rxjs';

const HOUR_MS = 3_600_000;

/** What CreateParticipantConnection answers, as if now. */
export const connectionAnswer = () => ({
  Websocket: {
    Url: 'wss://example.invalid/',
    ConnectionExpiry: new Date(Date.now() + 100_000).toISOString(),
  },
  ConnectionCredentials: {
    ConnectionToken: 'connection-token',
    Expiry: new Date(Date.now() + 24 * HOUR_MS).toISOString(),
  },
});

/** A Participant Service that answers at once; its transcript is `transcript`, on one page. */
export const instantApi = (transcript: readonly WireItem[] = []): ParticipantApi =>
  new Proxy(
    {
      createParticipantConnection: () => of(connectionAnswer()),
      getTranscript: () => of({ Transcript: transcript }),
    } as Partial<ParticipantApi> as ParticipantApi,
    { get: (api, name) => Reflect.get(api, name) ?? (() => NEVER) },
  );
