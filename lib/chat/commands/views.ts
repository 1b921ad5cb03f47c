import { map } from 'rxjs';
import { parseView } from '../../interactive/index.js';
import type { Chat } from '../chat.js';
import { checkedText } from './checkedText.js';
import { checked, type CommandContext } from './commandContext.js';

/** Source: DescribeView's limit for ViewToken, in characters. */
const MAX_TOKEN_LENGTH = 1_000;

/** Views of step-by-step guides. */
export function viewCommands({
  api,
  call,
  command,
  patiently,
}: CommandContext): Pick<Chat, 'describeView'> {
  const act = 'describe a view';
  return {
    describeView: (viewToken) =>
      checked(() => {
        const ViewToken = checkedText(act, 'viewToken', viewToken, MAX_TOKEN_LENGTH);
        const describe = (ConnectionToken: string) =>
          api.describeView({ ConnectionToken, ViewToken });
        return command(
          act,
          call('DescribeView', describe, patiently).pipe(map(({ View }) => parseView(View))),
        );
      }),
  };
}
