import { ChatJsPage } from '../../spec/emulator/support/chatjs.js';
import type { RunClient } from './client.js';

/** The callback of amazon-connect-chatjs 5 that the specs have no use for. */
interface WithTranscript {
  onTranscriptUpdated(
    handler: (event: {
      readonly data: {
        readonly transcript: readonly { readonly Id: string; readonly Type: string }[];
      };
    }) => void,
  ): void;
}

interface Page {
  readonly navigator: { onLine: boolean };
}

/** The global object of the page that `session` lives in: the one that its functions know. */
function globalOf(session: object): Page {
  const makeFunction = session.constructor.constructor as unknown as (body: string) => () => Page;
  return makeFunction('return globalThis')();
}

/** amazon-connect-chatjs as it is published, in a page of its own. */
export const run: RunClient = ({ endpoint, chatDetails }, report) => {
  const session = new ChatJsPage(endpoint).create(chatDetails);
  session.on('onConnectionEstablished', () => {
    report({ kind: 'connected' });
  });
  session.on('onMessage', ({ data }) => {
    if (data?.Type === 'MESSAGE') report({ kind: 'message', id: data.Id ?? '' });
  });
  (session as unknown as WithTranscript).onTranscriptUpdated(({ data }) => {
    const messages = data.transcript.filter(({ Type }) => Type === 'MESSAGE');
    report({ kind: 'transcript', ids: messages.map(({ Id }) => Id) });
  });
  void session.connect();
  const page = globalOf(session);
  return {
    setOnline: (online) => {
      page.navigator.onLine = online;
    },
    send: (message) => session.sendMessage({ message, contentType: 'text/plain' }),
  };
};
