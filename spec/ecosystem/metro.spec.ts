import { node } from './support/project.js';

jest.setTimeout(300_000);

it.each(['exports', 'no-exports'])('Metro makes a bundle that has a chat, by %s', async (by) => {
  await node('metro/bundle.mjs', by);
  expect(await node('metro/run.mjs', by)).toBe('hello\n');
});
