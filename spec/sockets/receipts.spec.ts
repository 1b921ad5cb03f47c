import { filter, firstValueFrom } from 'rxjs';
import { createChat } from '../../lib/index.js';
import { createChat as createLiteChat, isMessage } from '../../lib/lite.js';
import { eventually } from '../emulator/support/eventually.js';
import { connected, first, record, withChat } from './support/realChat.js';

describe.each([
  ['rx-connect-chat', createChat],
  ['rx-connect-chat/lite', createLiteChat],
])('receipts of %s over real sockets', (_, create$) => {
  const it$ = (name: string, test: Parameters<typeof withChat>[1]) => {
    it(name, withChat(create$, test), 20_000);
  };

  it$('go from the one to the other, and show on the message', async ({ agent, create }) => {
    const customer = await connected(create());
    const agentChat = await connected(create({ type: 'AGENT', chatDetails: agent.details }));
    const receipts = record(customer.receipts$);
    const incoming = record(agentChat.messages$);
    const { id } = await firstValueFrom(customer.sendMessage('Hi'));
    await incoming.first(1);
    expect(await first(agentChat.unreadCount$, (count) => count === 1)).toBe(1);

    await firstValueFrom(agentChat.markDelivered(id));
    await first(customer.transcript$, ({ items }) => items.at(-1)?.status === 'delivered');
    await firstValueFrom(agentChat.markRead(id));
    const { items } = await first(
      customer.transcript$,
      (transcript) => transcript.items.at(-1)?.status === 'read',
    );
    const message = items.filter(isMessage).at(-1);
    expect(message?.readBy).toMatchObject([{ participantId: agent.id }]);
    expect(message?.deliveredTo).toMatchObject([{ participantId: agent.id }]);
    const told = await receipts.first(2);
    expect(told).toMatchObject([
      { messageId: id, participantId: agent.id, status: 'delivered' },
      { messageId: id, participantId: agent.id, status: 'read' },
    ]);
    expect(await first(agentChat.unreadCount$, () => true)).toBe(0);
  });

  it$('are not sent again after a reload, nor refused to anybody’s harm', async (real) => {
    const { agent, create, emulator } = real;
    const before = await connected(create({ receipts: { throttleMs: 50 } }));
    const messages = record(before.messages$);
    agent.say('one');
    const [one] = await messages.first(1);
    await firstValueFrom(before.markRead(one?.id ?? ''));
    agent.say('two');
    const two = (await messages.first(2)).at(-1);
    emulator.faults.failOperation('SendEvent', { error: 'ConflictException', times: 1 });
    const refused = record(
      before.metrics$.pipe(filter((metric) => metric.type === 'api' && metric.outcome !== 'ok')),
    );
    await firstValueFrom(before.markRead(two?.id ?? ''));
    expect(await refused.first(1)).toMatchObject([{ outcome: 'Conflict' }]);
    before.close();

    const after = await connected(create());
    await eventually(async () => {
      expect(await first(after.unreadCount$, () => true)).toBe(1);
    });
    const sent = emulator.requests.count('SendEvent');
    await firstValueFrom(after.markRead(one?.id ?? ''));
    expect(emulator.requests.count('SendEvent')).toBe(sent);
  });
});
