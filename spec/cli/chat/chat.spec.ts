import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type EmulatedContact, type Emulator, startEmulator } from '../../../lib/emulator.js';
import { interactiveMessage } from '../../../lib/lite.js';
import { eventually } from '../../emulator/support/eventually.js';
import { type Run, useProgram } from '../support/program.js';

jest.setTimeout(90_000);

const program = useProgram();
let emulator: Emulator;
/** Starts chats as the proxy of Amazon Connect's examples does; `contact` is the last one. */
let proxy: Server;
let contact: EmulatedContact;
let asked: { readonly method: string | undefined; readonly body: unknown };
let answer: (contact: EmulatedContact) => { readonly status: number; readonly body: unknown };

beforeEach(async () => {
  emulator = await startEmulator();
  answer = ({ startChatContact }) => ({
    status: 200,
    body: { data: { startChatResult: startChatContact } },
  });
  proxy = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as { ParticipantDetails: { DisplayName: string } };
      asked = { method: request.method, body };
      contact = emulator.startChat({ displayName: body.ParticipantDetails.DisplayName });
      const { status, body: answered } = answer(contact);
      response.writeHead(status).end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await emulator.close();
});

const startUrl = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/start`;

const start = (...args: readonly string[]): Run =>
  program.run('chat', '--start-url', startUrl(), '--endpoint', emulator.url, ...args);

/** A chat that is connected, and an agent in it. */
async function talking(...args: readonly string[]) {
  const run = start(...args);
  await run.shows('── Connected');
  return { run, agent: contact.join({ displayName: 'Bob' }) };
}

const said = () => contact.transcript.map(({ Content }) => Content);

describe('rx-connect-chat chat', () => {
  it('asks the proxy for a chat, reads, writes, and leaves at the end of the input', async () => {
    const args = ['--name', 'Ann', '--attribute', 'plan=gold', '--flow', 'f', '--instance', 'i'];
    const { run, agent } = await talking(...args);
    expect(asked.method).toBe('POST');
    expect(asked.body).toMatchObject({
      InstanceId: 'i',
      ContactFlowId: 'f',
      ParticipantDetails: { DisplayName: 'Ann' },
      Attributes: { plan: 'gold' },
    });
    agent.say('How can I help?');
    await run.shows('Bob: How can I help?');
    run.type('Where is my order?', '/say 1', '/say /quit');
    await eventually(() => expect(said()).toContain('/quit'), 10_000);
    await run.shows('You: Where is my order?');
    run.child.stdin.end();
    expect(await run.exit).toBe(0);
    expect(run.lines).toContain('── You have left; the chat goes on');
    expect(contact.ended).toBe(false);
    expect(run.errors).toBe('');
    expect(run.output).toMatch(/^\d\d:\d\d:\d\d You: 1$/m);
    expect(run.output).not.toContain(contact.details.participantToken);
    expect(run.output).not.toContain('\u001b');
  });

  it.each<[string, (answered: object) => unknown]>([
    ['as it is', (answered) => answered],
    ['in data', (data) => ({ data })],
    ['in startChatResult', (startChatResult) => ({ startChatResult })],
  ])('takes an answer %s', async (_, wrap) => {
    answer = ({ startChatContact }) => ({ status: 200, body: wrap(startChatContact) });
    const run = start();
    await run.shows('── Connected');
    run.type('/end');
    expect(await run.exit).toBe(0);
    expect(run.lines).toContain('── The chat has ended');
    expect(contact.ended).toBe(true);
  });

  it('shows who types, and how far a message has come', async () => {
    const { run, agent } = await talking();
    agent.type();
    await run.shows('· Bob is typing …');
    run.type('Hello');
    await run.shows('· your message: ✓ sent');
    const { Id = '' } = contact.transcript.find(({ Content }) => Content === 'Hello') ?? {};
    agent.deliver(Id);
    await run.shows('· your message: ✓✓ delivered');
    agent.read(Id);
    await run.shows('· your message: ✓✓ read');
  });

  it('tells others what has been read, unless told not to', async () => {
    const receipts = () => emulator.requests.count('SendEvent');
    const { run, agent } = await talking();
    agent.say('Read this');
    await run.shows('Read this');
    await eventually(() => expect(receipts()).toBe(1), 10_000);
    run.type('/quit');
    expect(await run.exit).toBe(0);

    const second = await talking('--no-receipts');
    second.agent.say('And this');
    await second.run.shows('And this');
    second.run.type('/quit');
    expect(await second.run.exit).toBe(0);
    expect(receipts()).toBe(1);
  });

  it('lets questions be answered by number', async () => {
    const { run, agent } = await talking();
    const elements = [{ title: 'Yes' }, { title: 'No', subtitle: 'not now' }];
    agent.say(interactiveMessage({ kind: 'QuickReply', title: 'Did it help?', elements }));
    await run.shows(/Bob: Did it help\?\n {9}1 {2}Yes\n {9}2 {2}No \(not now\)/);
    run.type('2');
    await run.shows('You: No');
    run.type('2'); // nothing is asked any more
    await run.shows('You: 2');
    expect(said()).toEqual(expect.arrayContaining(['No', '2']));
  });

  it('sends a text to a view that waits, as an answer without an action', async () => {
    const { run, agent } = await talking();
    agent.showView(
      { Id: 'form', Name: 'Form', Content: { Template: '{}', InputSchema: '{}', Actions: ['Go'] } },
      {},
    );
    await run.shows('Bob: (a form, which cannot be shown here)');
    run.type('None of these');
    await run.shows('You: None of these');
    expect(said().map((content) => JSON.parse(content ?? 'null') as unknown)).toContainEqual({
      version: '1.0',
      templateType: 'ViewResource',
      action: ' ',
      data: { content: 'None of these' },
    });
  });

  it('brings earlier items, in their order, with progress', async () => {
    answer = ({ startChatContact, customer }) => {
      for (let number = 1; number <= 40; number++) customer.say(`number ${number}`);
      return { status: 200, body: startChatContact };
    };
    const run = start();
    await run.shows('number 40');
    await run.shows('There are earlier items: /older');
    expect(run.output).not.toMatch(/number 20$/m);
    run.type('/older 10', '/older', '/older all', '/quit');
    expect(await run.exit).toBe(0);
    expect(run.output).toMatch(/^· earlier items: \d+ …$/m);
    const numbers = [...run.output.matchAll(/number (\d+)$/gm)].map(([, number]) => Number(number));
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const jumps = numbers.filter(
      (number, index) => index > 0 && number !== numbers[index - 1]! + 1,
    );
    expect(jumps.length).toBeLessThanOrEqual(2); // a block for each command, in ascending order
    expect(numbers[0]).toBe(26);
  });

  it('sends a file, with progress, and gets one, never over another', async () => {
    const { run, agent } = await talking();
    writeFileSync(join(program.folder, 'big.txt'), 'x'.repeat(1_000_000));
    run.type('/file big.txt');
    await run.shows('· sending big.txt …');
    await run.shows(/· sending big.txt \d+%/);
    await run.shows('· sending big.txt 100%');
    await run.shows(/You: \[big.txt, text\/plain: \/download [\w-]{8}\]/);

    agent.attach({ name: '../.terms.txt', contentType: 'text/plain', content: 'None.' });
    const shown = await run.shows(/Bob: \[\.\.\/\.terms\.txt, text\/plain: \/download/);
    const [, id = ''] = /Bob: .*\/download ([\w-]+)\]/.exec(shown) ?? [];
    run.type(`/download ${id}`);
    await run.shows('saved as _.terms.txt');
    expect(readFileSync(join(program.folder, '_.terms.txt'), 'utf8')).toBe('None.');
    run.type(`/download ${id}`, '/download none', '/file nowhere.txt');
    await run.shows('_.terms.txt: there is such a file already');
    await run.shows('there is no such file in what has been said');
    await run.shows('nowhere.txt: there is no such file or folder');
  });

  it('says when the connection is cut, and has what was missed once it is back', async () => {
    const { run, agent } = await talking();
    const restore = emulator.faults.offline(contact.details);
    await run.shows('── The connection is lost');
    agent.say('Are you there?');
    run.type('I am');
    await run.shows('You: I am');
    restore();
    await run.shows('── Connected again');
    await run.shows('Bob: Are you there?');
    await run.shows('· your message: ✓ sent');
    expect(said()).toEqual(expect.arrayContaining(['Are you there?', 'I am']));
  });

  it('sends again what was not sent', async () => {
    const { run } = await talking();
    const undo = emulator.faults.failOperation('SendMessage', { error: 'ValidationException' });
    run.type('Hello');
    await run.shows(/You: Hello \(not sent: .*\)/);
    undo();
    run.type('/resend');
    await run.shows('· your message: ✓ sent');
    expect(said()).toContain('Hello');
    run.type('/resend');
    await run.shows('everything has been sent');
  });

  it('is not driven by what others write', async () => {
    const { run, agent } = await talking();
    agent.rename('Bob\u001b]0;owned\u0007\nYou: forged');
    agent.say('\u001b[2Jcleared\u009b1A\r\n12:00:00 Bob: forged');
    await run.shows('cleared');
    expect(run.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(run.output).toContain('<1B>[2Jcleared<9B>1A\n         12:00:00 Bob: forged\n');
  });

  it('ends with 0 when the chat is over, and when it is interrupted', async () => {
    const { run, agent } = await talking();
    agent.say('Bye');
    await run.shows('Bye');
    contact.end();
    expect(await run.exit).toBe(0);
    expect(run.lines).toContain('── The chat has ended');

    const { run: second } = await talking();
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
    expect(second.lines).toContain('── You have left; the chat goes on');
  });

  it('ends with 1 where it is not let in, and says so', async () => {
    answer = ({ startChatContact }) => ({
      status: 200,
      body: { ...startChatContact, ParticipantToken: 'wrong-token' },
    });
    const run = start();
    expect(await run.exit).toBe(1);
    expect(run.errors).toMatch(/^rx-connect-chat: cannot .*AccessDenied.*\n$/);
    expect(run.output + run.errors).not.toContain('wrong-token');
  });

  it.each<[string, number, unknown, string]>([
    ['refuses', 500, { message: 'secret' }, 'the start URL answers 500'],
    ['has no token', 200, { data: {} }, 'there is no ParticipantToken in the answer'],
  ])('ends with 1 where the proxy %s', async (_, status, body, message) => {
    answer = () => ({ status, body });
    const run = start();
    expect(await run.exit).toBe(1);
    expect(run.errors).toContain(message);
    expect(run.errors).not.toContain('secret');
  });

  it('records a journal, without texts, that prints as marbles and plays to the same', async () => {
    const { run, agent } = await talking('--record', 'chat.json');
    agent.say('Confidential');
    await run.shows('Confidential');
    run.type('Me too', '/quit');
    expect(await run.exit).toBe(0);
    expect(readFileSync(join(program.folder, 'chat.json'), 'utf8')).not.toMatch(
      /Confid|Me too|Bob/,
    );

    const marbles = program.run('journal', 'chat.json', '--width', '80');
    expect(await marbles.exit).toBe(0);
    expect(marbles.output).toMatch(/^app {5}\S.*\ncalls.*\nsocket.*\nitems.*\nstates.*k/m);

    const transcript = program.run('journal', 'chat.json', '--transcript');
    expect(await transcript.exit).toBe(0);
    expect(transcript.output).toMatch(/name \d+: text \d+\n/);
    expect(transcript.output).not.toMatch(/not sent|could not be played/);

    const again = program.run('chat', '--emulator', '--record', 'chat.json');
    expect(await again.exit).toBe(1);
    expect(again.errors).toContain('chat.json: there is such a file already');
  });

  it('leaves no file where there was no chat to record', async () => {
    answer = () => ({ status: 500, body: {} });
    const run = start('--record', 'none.json');
    expect(await run.exit).toBe(1);
    expect(run.errors).toContain('the start URL answers 500');
    expect(existsSync(join(program.folder, 'none.json'))).toBe(false);
  });

  it('leaves no file where it is interrupted before there is a chat', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const { port } = silent.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/`;
      const args = ['--start-url', url, '--endpoint', emulator.url, '--record', 'begun.json'];
      const run = program.run('chat', ...args);
      await once(silent, 'request');
      expect(existsSync(join(program.folder, 'begun.json'))).toBe(true);
      run.child.kill('SIGINT');
      expect(await run.exit).toBe(130);
      expect(existsSync(join(program.folder, 'begun.json'))).toBe(false);
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('leaves the chat, and keeps its journal, when nobody reads any more', async () => {
    const { run, agent } = await talking('--record', 'unread.json');
    run.child.stdout.destroy();
    agent.say('Are you there?');
    expect(await run.exit).toBe(1);
    expect(run.errors).toBe('');
    expect(readFileSync(join(program.folder, 'unread.json'), 'utf8')).toMatch(/^\{"version":1,/);
    expect(contact.ended).toBe(false);
  });

  it('refuses wrong arguments with 2, and its usage', async () => {
    const run = program.run('chat');
    expect(await run.exit).toBe(2);
    expect(run.errors).toContain('rx-connect-chat: give --start-url or --emulator\n');
    expect(run.errors).toContain('Usage: rx-connect-chat chat');
  });
});

describe('rx-connect-chat chat --emulator', () => {
  it('has somebody to talk to, on an emulator of its own', async () => {
    const run = program.run('chat', '--emulator');
    await run.shows(/Jordan: What shall we try\?/);
    run.type('1');
    await run.shows(/Jordan: Which bike is it\?/);
    run.type('2');
    await run.shows('Jordan: You said: The cargo bike');
    run.type('constructor');
    await run.shows('Jordan: You said: constructor');
    run.type('/quit');
    expect(await run.exit).toBe(0);
  });

  it('takes an emulator that runs', async () => {
    const run = program.run('chat', '--emulator', emulator.url);
    await run.shows(/Jordan: What shall we try\?/);
    run.type('Goodbye');
    expect(await run.exit).toBe(0);
    expect(run.lines).toContain('── The chat has ended');
  });

  it('says where none answers', async () => {
    const run = program.run('chat', '--emulator', 'http://127.0.0.1:1');
    expect(await run.exit).toBe(1);
    expect(run.errors).toBe('rx-connect-chat: no emulator answers at this address\n');
  });
});
