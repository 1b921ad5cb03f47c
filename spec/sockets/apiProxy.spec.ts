import type { AddressInfo } from 'node:net';
import { firstValueFrom } from 'rxjs';
import { createProxy, type Tokens } from '../../examples/api-proxy/proxy.js';
import { createChat, createFetchApi } from '../../lib/lite.js';
import { connected, first, withChat } from './support/realChat.js';

describe('a backend that keeps the tokens', () => {
  it(
    'serves a page, which never sees one',
    withChat(createChat, async ({ agent, contact, create, emulator }) => {
      const { contactId, participantId, participantToken } = contact.details;
      const tokens: Tokens = { participantToken };
      const proxy = createProxy(emulator.url, ({ headers }) =>
        headers.cookie === 'session=ann' ? tokens : undefined,
      );
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const seen: string[] = [];
      const api = createFetchApi({
        endpoint,
        fetch: async (input, init) => {
          const answer = await fetch(input, {
            ...init,
            headers: { ...(init?.headers as Record<string, string>), Cookie: 'session=ann' },
          });
          seen.push(JSON.stringify(init), await answer.clone().text());
          return answer;
        },
      });

      try {
        const chat = await connected(
          create({ api, chatDetails: { ContactId: contactId, ParticipantId: participantId } }),
        );
        const answer = first(chat.messages$, ({ content }) => content === 'Hello');
        await firstValueFrom(chat.sendMessage('Hi'));
        agent.say('Hello');
        await answer;
        await expect(firstValueFrom(chat.describeView('none'))).rejects.toMatchObject({
          code: 'NotFound',
        });

        expect(tokens.connectionToken).toMatch(/./);
        expect(seen.join()).not.toContain(participantToken);
        expect(seen.join()).not.toContain(tokens.connectionToken);

        const stranger = await fetch(`${endpoint}/participant/message`, { method: 'POST' });
        expect(stranger.status).toBe(403);
      } finally {
        proxy.closeAllConnections();
        proxy.close();
      }
    }),
  );
});
