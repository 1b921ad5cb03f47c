import type { WireView } from '../../lib/lite.js';
import { connectedChat, virtualChat } from './support/virtualChat.js';
import { watch } from './support/watch.js';

const MINUTE = 60_000;

const VIEW = {
  Id: 'form',
  Name: 'Form',
  Arn: 'arn:aws:connect:form',
  Version: 2,
  Content: {
    InputSchema: '{"type":"object","properties":{"name":{"type":"string"}}}',
    Template: '{"Head":{"Title":"Your name"},"Body":[]}',
    Actions: ['Submit', 'Back'],
  },
};

describe('describeView', () => {
  it('gives the view with its template and its schema parsed', () => {
    const { advance, chat, contact } = connectedChat();
    const token = contact.addView(VIEW);
    const view = watch(chat.describeView(token));
    advance(1_000);

    expect(view.ending).toBe('completed');
    expect(view.values).toEqual([
      {
        id: 'form',
        name: 'Form',
        arn: 'arn:aws:connect:form',
        version: 2,
        template: { Head: { Title: 'Your name' }, Body: [] },
        inputSchema: { type: 'object', properties: { name: { type: 'string' } } },
        actions: ['Submit', 'Back'],
        raw: VIEW,
      },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no view', undefined, 'there is no View'],
    ['no content', { Id: 'form' }, 'its Content is not an object'],
    ['no template', { Content: { InputSchema: '{}' } }, 'its Template is missing'],
    [
      'a template that is not JSON',
      { Content: { ...VIEW.Content, Template: '{"Secret' } },
      'its Template is not JSON',
    ],
    [
      'a template that is a word',
      { Content: { ...VIEW.Content, Template: '"Secret"' } },
      'its Template is neither an object nor a list',
    ],
    [
      'a schema that is not JSON',
      { Content: { ...VIEW.Content, InputSchema: 'Secret' } },
      'its InputSchema is not JSON',
    ],
    [
      'a schema that is a list',
      { Content: { ...VIEW.Content, InputSchema: '[]' } },
      'its InputSchema is not an object',
    ],
    [
      'odd actions',
      { Content: { ...VIEW.Content, Actions: [7] } },
      'its Actions are no list of strings',
    ],
  ])('errs with the name of the part for %s, once', (_what, view, because) => {
    const { advance, api, create, contact } = virtualChat();
    const asked: unknown[] = [];
    const chat = create({
      chatDetails: contact.details,
      api: {
        ...api,
        describeView: (request) => {
          asked.push(request);
          return [{ View: view as WireView }];
        },
      },
    });
    chat.connect().subscribe();
    advance(100);
    const described = watch(chat.describeView('token'));
    advance(MINUTE);

    expect(described.error).toMatchObject({
      name: 'ChatError',
      code: 'Service',
      message: `cannot describe the view: ${because}`,
    });
    expect(asked).toMatchObject([{ ViewToken: 'token' }]);
  });

  it('errs with NotFound where there is no such view', () => {
    const { advance, chat } = connectedChat();
    const view = watch(chat.describeView('none'));
    advance(MINUTE);

    expect(view.error).toMatchObject({ code: 'NotFound', statusCode: 404 });
  });

  it.each([
    ['', '1 to 1000 characters, got a string of 0 characters'],
    ['S'.repeat(1_001), '1 to 1000 characters, got a string of 1001 characters'],
    [7 as never, 'a string of 1 to 1000 characters, got 7'],
  ])('refuses a token before anything is sent %#', (token, because) => {
    const { advance, chat, emulator } = connectedChat();
    const view = watch(chat.describeView(token));
    advance(1_000);

    expect(view.error).toMatchObject({ code: 'InvalidArgument' });
    expect((view.error as Error).message).toContain(because);
    expect((view.error as Error).message).not.toContain('SS');
    expect(emulator.requests.count('DescribeView')).toBe(0);
  });

  it('is Unsupported at once where the api does without it', () => {
    const { advance, api, contact, create } = virtualChat();
    const without = { ...api, describeView: undefined } as unknown as typeof api;
    const chat = create({ chatDetails: contact.details, api: without });
    watch(chat.connect());
    advance(100);
    expect(watch(chat.describeView('token')).error).toMatchObject({ code: 'Unsupported' });
  });

  it('is refused before connect and after the end', () => {
    const { advance, chat, contact } = virtualChat();
    expect(watch(chat.describeView('token')).error).toMatchObject({ code: 'NotConnected' });

    chat.connect().subscribe();
    advance(100);
    contact.end();
    advance(MINUTE);
    expect(watch(chat.describeView('token')).error).toMatchObject({ code: 'Ended' });
  });
});
