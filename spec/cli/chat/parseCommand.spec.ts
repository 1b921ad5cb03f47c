import { type Command, parseCommand } from '../../../lib/cli/chat/parseCommand.js';

const say = (text: string, isVerbatim = false): Command => ({ type: 'say', text, isVerbatim });

describe('parseCommand', () => {
  it.each<[string, Command | undefined]>([
    ['Hello', say('Hello')],
    [' /quit', say(' /quit')],
    ['2', say('2')],
    ['/say 2', say('2', true)],
    ['/say /quit', say('/quit', true)],
    ['', undefined],
    ['   ', undefined],
    ['/older', { type: 'older', count: 1 }],
    ['/older 20', { type: 'older', count: 20 }],
    ['/older all', { type: 'older', count: Infinity }],
    ['/file my file.txt ', { type: 'file', path: 'my file.txt' }],
    ['/download 3f2a', { type: 'download', id: '3f2a', path: undefined }],
    ['/download 3f2a my file.txt', { type: 'download', id: '3f2a', path: 'my file.txt' }],
    ['/quit', { type: 'quit' }],
    ['/end', { type: 'end' }],
    ['/resend', { type: 'resend' }],
    ['/help', { type: 'help' }],
  ])('takes %j', (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each([
    ['/', '/help'],
    ['/no', 'no command /no'],
    ['/say', '/say TEXT'],
    ['/older 0', '/older [N|all]'],
    ['/older some', '/older [N|all]'],
    ['/file', '/file PATH'],
    ['/download', '/download ID [TO]'],
    ['/quit now', '/quit'],
  ])('says how it is, for %j', (line, how) => {
    expect(parseCommand(line)).toEqual({
      type: 'mistake',
      because: expect.stringContaining(how) as string,
    });
  });
});
