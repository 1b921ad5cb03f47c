import { throwError } from 'rxjs';
import { warnOfThrown } from '../../lib/chat/warnOfThrown.js';
import { ChatError } from '../../lib/lite.js';
import { networkError } from '../../lib/api/index.js';
import { recordingLogger } from './support/recordingLogger.js';
import { virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MESSAGE = 'calls fail before they are answered';
const refused = Object.assign(new TypeError('fetch failed: https://example.com/?token=secret'), {
  cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
});

function hearing() {
  const { logger, lines } = recordingLogger();
  const attempted = warnOfThrown(logger);
  const throws = (times: number, cause: unknown = refused) => {
    for (let i = 0; i < times; i++) attempted('SendMessage', networkError('SendMessage', cause));
  };
  return { attempted, lines, throws };
}

describe('warnOfThrown', () => {
  it('warns at the third in a row, by the kind of the error and its code, once', () => {
    const { lines, throws } = hearing();
    throws(2);
    expect(lines).toEqual([]);

    throws(8);
    const details = { operation: 'SendMessage', kind: 'TypeError', code: 'ECONNREFUSED' };
    expect(lines).toEqual([{ level: 'warn', message: MESSAGE, details }]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  it('warns again if calls fail again after one was answered', () => {
    const { attempted, lines, throws } = hearing();
    throws(3);
    attempted('SendMessage');
    throws(2);
    attempted('SendMessage', new ChatError('Throttled', 'cannot SendMessage', { statusCode: 429 }));
    throws(2);
    expect(lines).toHaveLength(1);

    throws(1);
    expect(lines).toHaveLength(2);
  });

  it('takes no notice of calls that were sent and got no answer', () => {
    const { attempted, lines } = hearing();
    for (let i = 0; i < 5; i++) attempted('SendMessage', networkError('SendMessage', undefined));
    expect(lines).toEqual([]);
  });

  it('takes for a code what looks like one', () => {
    const { lines, throws } = hearing();
    throws(3, Object.assign(new TypeError('no'), { code: 'https://example.com/?token=secret' }));
    expect(lines).toMatchObject([{ details: { kind: 'TypeError', code: undefined } }]);
  });
});

describe('a chat whose calls cannot be sent', () => {
  it('is tried on, and says by a warning what keeps it', () => {
    const { logger, lines } = recordingLogger();
    const { advance, api, create, contact } = virtualChat();
    const chat = create({
      chatDetails: contact.details,
      api: { ...api, createParticipantConnection: () => throwError(() => refused) },
      logger,
    });
    watch(chat.connect());
    advance(60_000);
    const warnings = lines.filter(({ message }) => message === MESSAGE);
    expect(warnings).toMatchObject([
      { level: 'warn', details: { operation: 'CreateParticipantConnection', kind: 'TypeError' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});
