import { filter, firstValueFrom, map, timeout } from 'rxjs';
import * as sdk from '../../lib/index.js';
import * as lite from '../../lib/lite.js';
import { connected, first, withChat } from './support/realChat.js';

const { authentication, interactiveMessage, interactiveResponse, parseInteractive } = lite;

/** The next interactive message of a chat, of the kind `kind`. */
const nextOf = <K extends lite.InteractiveMessage['kind']>(chat: lite.Chat, kind: K) =>
  firstValueFrom(
    chat.messages$.pipe(
      map(parseInteractive),
      filter(
        (message): message is Extract<lite.ParsedInteractive, { kind: K }> =>
          message?.kind === kind,
      ),
      timeout(10_000),
    ),
  );

describe.each([
  ['rx-connect-chat', sdk.createChat],
  ['rx-connect-chat/lite', lite.createChat],
])('with %s', (_entry, createChat) => {
  it(
    'a question is asked and answered',
    withChat(createChat, async ({ agent, contact, create }) => {
      const chat = await connected(create());
      const question = nextOf(chat, 'QuickReply');
      agent.say(
        interactiveMessage({
          kind: 'QuickReply',
          title: 'How was it?',
          elements: [{ title: 'Great' }, { title: 'Poor' }],
        }),
      );
      const asked = await question;
      await firstValueFrom(chat.sendMessage(interactiveResponse(asked, asked.elements[1]!)));

      expect(contact.transcript.at(-1)).toMatchObject({
        ParticipantRole: 'CUSTOMER',
        ContentType: 'text/plain',
        Content: 'Poor',
      });
    }),
  );

  it(
    'a view is shown, described and filled in',
    withChat(createChat, async ({ agent, create }) => {
      const chat = await connected(create());
      const shown = nextOf(chat, 'ViewResource');
      agent.showView(
        {
          Id: 'form',
          Name: 'Form',
          Content: { Template: '{"Body":[]}', InputSchema: '{}', Actions: ['Submit'] },
        },
        { name: 'Ann' },
      );
      const message = await shown;
      const view = await firstValueFrom(chat.describeView(message.viewToken));
      expect(message.viewData).toEqual({ name: 'Ann' });
      expect(view).toMatchObject({ id: 'form', template: { Body: [] }, actions: ['Submit'] });

      const echo = first(chat.messages$, lite.isInteractiveResponse);
      const action = view.actions[0]!;
      await firstValueFrom(
        chat.sendMessage(interactiveResponse(message, { action, data: { name: 'Eve' } })),
      );
      expect(lite.parseInteractiveResponse(await echo)).toMatchObject({
        action: 'Submit',
        data: { name: 'Eve' },
        templateType: 'ViewResource',
      });
    }),
  );

  it(
    'a customer signs in, after having gone on without once',
    withChat(createChat, async ({ contact, create }) => {
      const chat = await connected(create());
      const state$ = authentication(chat, { redirectUri: 'https://example.com/back' });
      const kept = state$.subscribe();
      const at = (status: lite.AuthenticationState['status']) =>
        first(state$, (state) => state.status === status);

      const sessionId = contact.initiateAuthentication();
      await at('ready');
      await firstValueFrom(chat.cancelAuthentication(sessionId));
      await at('cancelled');

      contact.initiateAuthentication();
      const ready = await at('ready');
      if (ready.status !== 'ready') throw new Error('it is not ready');
      const { status } = await fetch(ready.url, { redirect: 'manual' });
      expect(status).toBe(302);
      expect(await at('succeeded')).toMatchObject({ sessionId: ready.sessionId });
      kept.unsubscribe();
    }),
  );
});
