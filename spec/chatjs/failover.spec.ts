import { BehaviorSubject } from 'rxjs';
import { ManagerOnService } from '../../lib/testing/ManagerOnService.js';
import { virtualPage } from './support/virtualSession.js';

describe("a session of an agent, when Streams fails over to another region's manager", () => {
  it('goes on over the manager that an Observable gives next', async () => {
    const page = virtualPage();
    const contact = page.emulator.startChat();
    const agent = contact.join({ displayName: 'Bea', agentId: 'bea' });
    const [first, second] = [new ManagerOnService(page, 'bea'), new ManagerOnService(page, 'bea')];
    const managers$ = new BehaviorSubject(first);
    const session = page.ChatSession.create({
      chatDetails: agent.details,
      websocketManager: managers$,
    });
    const told: unknown[] = [];
    session.onMessage(({ data }) => told.push(data.Content));
    const connected = session.connect();
    await page.pass(300);
    await connected;
    managers$.next(second);
    first.loses();
    await page.pass(300);
    contact.customer.say('Hi');
    await page.pass(300);
    expect(told).toContain('Hi');
    expect([first.callbacks, second.callbacks > 0]).toEqual([0, true]);
  });
});
