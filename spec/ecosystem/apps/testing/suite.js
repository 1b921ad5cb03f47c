// What an app's tests do with `rx-connect-chat/testing`, for the test runner that is given.
import { fakeChat, says, types } from 'rx-connect-chat/testing';
import { filter, firstValueFrom, map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

/** @param {Runner} runner */
export function suite({ it, equal, fakeTime, pass, realTime }) {
  it('draws a chat in marbles', async () => {
    // prettier-ignore
    new TestScheduler(equal).run((helpers) => {
      const server = '--t--a-b-|';
      const texts =  '-----a-b-|';
      const typing = 'n-t--n---|';

      const values = { t: types(), a: says('Hello!') };
      const { chat } = fakeChat(helpers, { server, values });
      chat.connect().subscribe();

      const texts$ = chat.messages$.pipe(map(({ content }) => content));
      helpers.expectObservable(texts$).toBe(texts, { a: 'Hello!', b: 'b' });
      const typing$ = chat.typing$.pipe(map(({ length }) => length));
      helpers.expectObservable(typing$).toBe(typing, { n: 0, t: 1 });
    });
  });

  it('draws a gap that is filled', async () => {
    // prettier-ignore
    new TestScheduler(equal).run((helpers) => {
      const server =  '--a--b---------';
      const network = '----x----------';
      const texts =   '--a- 50ms b----';

      const { chat } = fakeChat(helpers, { server, network });
      chat.connect().subscribe();

      const texts$ = chat.messages$.pipe(map(({ content }) => content));
      helpers.expectObservable(texts$).toBe(texts);
    });
  });

  it('goes through an hour of faked time', async () => {
    fakeTime();
    try {
      const fake = fakeChat();
      /** @type {string[]} */
      const heard = [];
      fake.chat.messages$.subscribe(({ content }) => heard.push(content));
      fake.chat.connect().subscribe();
      pass(100);

      fake.agent.say('Hello!');
      pass(100);
      equal(heard, ['Hello!']);

      fake.goOffline();
      fake.agent.say('missed');
      pass(60_000);
      equal(heard, ['Hello!']);
      fake.comeBack();
      pass(5_000);
      equal(heard, ['Hello!', 'missed']);

      pass(3_600_000); // in which the socket is renewed
      fake.agent.say('Still there?');
      pass(100);
      equal(heard, ['Hello!', 'missed', 'Still there?']);
      fake.chat.close();
      await fake.emulator.close();
    } finally {
      realTime();
    }
  });

  it('works at the pace of the real clock', async () => {
    const fake = fakeChat();
    const connected = firstValueFrom(
      fake.chat.connectionState$.pipe(filter(({ status }) => status === 'connected')),
    );
    fake.chat.connect().subscribe();
    await connected;
    const message = firstValueFrom(fake.chat.messages$);
    fake.agent.say('Hello!');
    equal((await message).content, 'Hello!');
    await firstValueFrom(fake.chat.sendMessage('Hi'));
    equal(fake.sent, [{ kind: 'message', content: 'Hi' }]);
    fake.chat.close();
    await fake.emulator.close();
  });
}
