import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an entry re-exports besides its own createChat. */
const listOf = (entry: string) =>
  readFileSync(join(__dirname, '..', 'lib', `${entry}.ts`), 'utf8')
    .split('\n')
    .filter((line) => !line.includes('createChat'));

describe('the entries', () => {
  it('rx-connect-chat and rx-connect-chat/lite offer the same, but for what is under createChat', () => {
    expect(listOf('lite')).toEqual(listOf('index'));
  });
});
