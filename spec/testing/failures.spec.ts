import { TestScheduler } from 'rxjs/testing';
import { fakeChat, type FakeChatOptions, reads, refuses, says } from '../../lib/testing.js';

/** Runs a test of a user's that draws this. */
const running = (options: FakeChatOptions) => () => {
  new TestScheduler(() => {}).run((helpers) => {
    fakeChat(helpers, options).chat.connect().subscribe();
  });
};

describe('a drawing that cannot be played', () => {
  it.each<[string, FakeChatOptions, string]>([
    [
      'a letter that is drawn nowhere',
      { server: '--a', values: { b: 'Hello' } },
      "values.b: 'b' is drawn neither in server nor in network",
    ],
    [
      'a network letter that means nothing',
      { network: '--z' },
      "network '--z', 'z' at frame 2: it is none of x, d, u, h, and has no value",
    ],
    [
      'an end of the network',
      { network: '--x-|' },
      "network '--x-|', '|' at frame 4: a network does not end; leave the | out",
    ],
    [
      'an error',
      { server: '--#' },
      "server '--#', '#' at frame 2: streams of a chat do not err; draw what fails as an act, such as refuses('SendMessage')",
    ],
    [
      'an act after the end',
      { server: '--(ab)', values: { a: (fake) => fake.contact.end() } },
      "server '--(ab)', 'b' at frame 2: cannot say: the chat has ended",
    ],
    [
      'somebody who is not there',
      { server: '-a', values: { a: says('Hi', { by: 'Zoe' }) } },
      "server '-a', 'a' at frame 1: nobody here is called Zoe; there are Customer, Agent",
    ],
    [
      'a receipt for no message',
      { server: '-r', values: { r: reads() } },
      "server '-r', 'r' at frame 1: cannot read: the app has sent no message yet",
    ],
    [
      'a receipt for another message',
      { server: '-r', values: { r: reads({ of: 'Hi' }) } },
      "server '-r', 'r' at frame 1: cannot read: there is no message 'Hi'",
    ],
    [
      'an act that is none',
      { server: '-r', values: { r: refuses as never } },
      "server '-r', 'r' at frame 1: an act is a function of the fake chat; this one gave a function: is it to be called, as in says('Hello')?",
    ],
  ])('fails the test and names %s', (_what, options, message) => {
    expect(running(options)).toThrow(message);
  });

  it('says what it lacks without the helpers', () => {
    expect(() => fakeChat({ server: '--a' })).toThrow(
      "a drawing needs the helpers of TestScheduler.run, or rxjs-marbles' m: fakeChat(helpers, { server })",
    );
  });
});
