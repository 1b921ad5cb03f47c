import { node } from './support/project.js';

jest.setTimeout(300_000);

it('has chats in Node, as an ES module', async () => {
  expect(await node('node-esm/main.js')).toBe('hello\nhello\n');
});

it('has chats in Node, as CommonJS', async () => {
  expect(await node('node-cjs/main.cjs')).toBe('hello\nhello\n');
});
