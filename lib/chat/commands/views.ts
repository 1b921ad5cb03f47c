import { map } from 'rxjs';
import { parseView } from '../../interactive/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Source: DescribeView's limit for ViewToken, in characters. */
const MAX_TOKEN_LENGTH = 1_000;

/** ChatStreams of step-by-step guides. */
export const viewCommands = ({ ask, command }: CommandContext): Pick<Chat, 'describeView'> => ({
  describeView: (viewToken) =>
    command('describe a view', ({ text }) =>
      ask('describeView', { ViewToken: text('viewToken', viewToken, MAX_TOKEN_LENGTH) }).pipe(
        map(({ View }) => parseView(View)),
      ),
    ),
});
