import { inspect } from 'node:util';
import { from, tap } from 'rxjs';
import type { Chat, ChatOptions, WebSocketConstructor } from '../../lib/lite.js';
import { recordingLogger } from './support/recordingLogger.js';
import { type VirtualChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MINUTE = 60_000;

interface Observed extends VirtualChat {
  /** Tokens and URLs that were given out so far. */
  readonly secrets: readonly string[];
  /** All that the chat has said about itself, and the errors it gave. */
  readonly said: () => string;
  readonly hear: (error: unknown) => void;
}

/** A chat that logs all it can, and is listened to. */
function observedChat(options: Partial<ChatOptions> = {}): Observed {
  const virtual = virtualChat();
  const { api, contact } = virtual;
  virtual.chat.close();
  const { logger, lines } = recordingLogger();
  const secrets = [contact.details.participantToken];
  const chat = virtual.create({
    chatDetails: contact.details,
    api: {
      ...api,
      createParticipantConnection: (request) =>
        from(api.createParticipantConnection(request)).pipe(
          tap(({ ConnectionCredentials, Websocket }) => {
            const { Url = '' } = Websocket ?? {};
            secrets.push(ConnectionCredentials?.ConnectionToken ?? '', Url);
          }),
        ),
    },
    logger,
    logLevel: 'debug',
    ...options,
  });
  const errors: unknown[] = [];
  const metrics = watch(chat.metrics$);
  const states = watch(chat.connectionState$);
  return {
    ...virtual,
    chat,
    get secrets() {
      return secrets.filter((secret) => secret !== '');
    },
    said: () => inspect([lines, metrics.values, states.values, errors], { depth: 10 }),
    hear: (error) => {
      errors.push(error);
    },
  };
}

const publicFields = (chat: Chat) => inspect(chat, { depth: 10 });

describe('what a chat says about itself', () => {
  it('has no token and no text in it, whatever goes wrong', () => {
    const observed = observedChat();
    const { advance, agent, chat, contact, emulator, hear, said } = observed;
    const { faults } = emulator;
    const texts: string[] = [];
    const text = (about: string) => {
      texts.push(`confidential: ${about}`);
      return `confidential: ${about}`;
    };
    const send = (about: string) => {
      const sent = watch(chat.sendMessage(text(about)));
      return () => {
        hear(sent.error);
      };
    };
    const heard = [send('before connecting')];

    const back = faults.offline();
    const connection = watch(chat.connect());
    advance(5_000);
    back();
    faults.refuseSockets({ times: 1 });
    faults.refuseSubscriptions('failure', { times: 7 });
    advance(MINUTE);

    agent.say(text('from the agent'));
    heard.push(send('from the customer'));
    for (const error of ['ValidationException', 'ConflictException', 'ThrottlingException']) {
      faults.failOperation('SendMessage', { error, message: text('quoted'), times: 1 });
      heard.push(send(`while the service answers ${error}`));
      advance(5_000);
    }
    faults.loseAnswer('SendMessage');
    heard.push(send('answer lost'));
    advance(5 * MINUTE);
    faults.clear();

    faults.sendRaw(`${text('no JSON')} {`);
    faults.sendRaw(JSON.stringify({ topic: 'aws/chat', content: text('no item') }));
    faults.sendRaw(JSON.stringify({ topic: 'unknown', content: text('unknown topic') }));
    faults.gatewayError();
    faults.failOperation('GetTranscript', { error: 'ValidationException' });
    faults.cutSockets();
    agent.say(text('missed'));
    advance(MINUTE);
    faults.clear();

    faults.expireTokens();
    heard.push(send('with a token that is too old'));
    advance(MINUTE);
    faults.silence({ times: 1 });
    advance(MINUTE);
    faults.expireTokens();
    faults.offline();
    contact.end();
    heard.push(send('after the end'));
    advance(MINUTE);
    faults.clear();
    advance(5 * MINUTE);
    heard.push(send('when all is over'));
    heard.forEach((told) => {
      told();
    });

    expect(connection.ending).toBe('completed');
    expect(observed.secrets.length).toBeGreaterThan(8);
    expect(texts.length).toBeGreaterThan(12);
    for (const secret of [...observed.secrets, ...texts]) expect(said()).not.toContain(secret);
    for (const secret of observed.secrets) expect(publicFields(chat)).not.toContain(secret);
  });

  it('has no wrong token in it', () => {
    const { advance, contact, create } = virtualChat();
    const { logger, lines } = recordingLogger();
    const chatDetails = { ...contact.details, participantToken: 'a-wrong-token' };
    const chat = create({ chatDetails, logger, logLevel: 'debug' });
    const metrics = watch(chat.metrics$);
    const state = watch(chat.connectionState$);
    const { error } = watch(chat.connect());
    advance(1_000);
    const said = inspect([lines, metrics.values, state.values, error], { depth: 10 });
    expect(state.last?.status).toBe('failed');
    expect(said).not.toContain('a-wrong-token');
  });

  it('has no URL of a socket in it, where a WebSocket quotes what it cannot open', () => {
    const quoting = class {
      constructor(url: string) {
        throw new SyntaxError(`Failed to construct 'WebSocket': The URL '${url}' is invalid.`);
      }
    } as unknown as WebSocketConstructor;
    const observed = observedChat({
      webSocket: quoting,
      polling: false,
      reconnect: { maxAttempts: 2 },
    });
    const { advance, chat, hear, said } = observed;
    const connection = watch(chat.connect());
    advance(1_000);
    expect(connection.error).toMatchObject({ code: 'Network' });
    hear(connection.error);
    expect(observed.secrets.length).toBeGreaterThan(2);
    for (const secret of observed.secrets) expect(said()).not.toContain(secret);
  });

  it('has a token in details alone', () => {
    const { advance, chat, contact } = virtualChat();
    const token = contact.details.participantToken;
    expect(chat.details.participantToken).toBe(token);
    expect(publicFields(chat)).not.toContain(token);
    watch(chat.connect());
    advance(1_000);
    expect(publicFields(chat)).not.toContain(token);
  });
});
