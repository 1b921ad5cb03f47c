import type { ConnectionState, ItemStatus } from '../../lite.js';
import type { Line } from '../text/index.js';

/** How it goes with what takes a while. */
export interface Task {
  readonly name: string;
  /** How much of it, in [0, 1], where there is an end to be seen. */
  readonly done?: number;
  /** How many there are so far, where there is none. */
  readonly count?: number;
}

/** What a status line tells: what is the case now. */
export interface Status {
  readonly connection: ConnectionState['status'];
  /** Who is typing. */
  readonly typing: readonly string[];
  /** A streamed answer, as far as it is. */
  readonly growing: string | undefined;
  /** How far the newest own message has come. */
  readonly own: ItemStatus | undefined;
  readonly tasks: readonly Task[];
}

/** What a session shows: lines, which stay, and changes of the status. */
export type Output =
  | { readonly type: 'line'; readonly line: Line }
  | { readonly type: 'status'; readonly change: Partial<Omit<Status, 'tasks'>> }
  /** A task goes on, or is over. */
  | { readonly type: 'task'; readonly name: string; readonly task: Task | undefined };

export const IDLE: Status = {
  connection: 'idle',
  typing: [],
  growing: undefined,
  own: undefined,
  tasks: [],
};

/** The status after `output`. */
export function reduceStatus(status: Status, output: Output): Status {
  switch (output.type) {
    case 'line':
      return status;
    case 'status':
      return { ...status, ...output.change };
    case 'task': {
      const others = status.tasks.filter(({ name }) => name !== output.name);
      return { ...status, tasks: output.task ? [...others, output.task] : others };
    }
  }
}

export const print = (line: Line): Output => ({ type: 'line', line });
