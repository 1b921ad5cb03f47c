/** What a line that was typed asks for. */
export type Command =
  /** A text; `isVerbatim` where a number in it is none of a choice. */
  | { readonly type: 'say'; readonly text: string; readonly isVerbatim: boolean }
  | { readonly type: 'older'; readonly count: number }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'download'; readonly id: string; readonly path: string | undefined }
  | { readonly type: 'resend' | 'help' | 'quit' | 'end' }
  | { readonly type: 'mistake'; readonly because: string };

export const HELP = `What you type is sent. A number answers a question with choices.
/older [N|all]      brings earlier items: a page, N, or all
/file PATH          sends a file
/download ID [TO]   gets a file; TO is a file or a folder (default: here)
/resend             sends again what was not sent
/say TEXT           sends TEXT, also where it is a number or begins with /
/quit               leaves; the chat goes on
/end                leaves the chat for good; until it ends, answers still go out
/help               prints this`;

/** The command that `line` is; `undefined` for an empty one. */
export function parseCommand(line: string): Command | undefined {
  const [, name = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  if (line.trim() === '') return undefined;
  if (!line.startsWith('/')) return { type: 'say', text: line, isVerbatim: false };
  const argument = rest.trim();
  switch (name) {
    case 'say':
      return rest === '' ? usage('/say TEXT') : { type: 'say', text: rest, isVerbatim: true };
    case 'older':
      return parseOlder(argument);
    case 'file':
      return argument === '' ? usage('/file PATH') : { type: 'file', path: argument };
    case 'download': {
      const [, id, path] = /^(\S+)\s*(.*)$/.exec(argument) ?? [];
      return id === undefined
        ? usage('/download ID [TO]')
        : { type: 'download', id, path: path === '' ? undefined : path };
    }
    case 'resend':
    case 'help':
    case 'quit':
    case 'end':
      return argument === '' ? { type: name } : usage(`/${name}`);
    default:
      return { type: 'mistake', because: `no command /${name}; /help lists those there are` };
  }
}

function parseOlder(argument: string): Command {
  if (argument === 'all') return { type: 'older', count: Infinity };
  const count = argument === '' ? 1 : /^\d{1,6}$/.test(argument) ? Number(argument) : 0;
  return count > 0 ? { type: 'older', count } : usage('/older [N|all]');
}

const usage = (how: string): Command => ({ type: 'mistake', because: `it is: ${how}` });
