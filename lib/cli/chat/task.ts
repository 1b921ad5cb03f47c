import { catchError, concat, defer, type Observable, of } from 'rxjs';
import { lineOf } from '../text/index.js';
import { type Output, print, type Task } from './output.js';

/** That something cannot be done. */
export const complaint = (because: string): Observable<Output> =>
  of(print(lineOf(`✗ ${because}`, 'bad')));

/** That something has failed. */
export const failure = (error: unknown): Observable<Output> =>
  complaint(error instanceof Error ? error.message : 'unknown');

/**
 * Does what takes a while, and tells how it goes: in the status, and why it has failed.
 *
 * @param work - is given what tells its progress.
 */
export const task = (
  name: string,
  work: (progress: (how: Omit<Task, 'name'>) => Output) => Observable<Output>,
): Observable<Output> => {
  const tell = (how: Omit<Task, 'name'>): Output => ({
    type: 'task',
    name,
    task: { name, ...how },
  });
  return concat(
    of(tell({})),
    defer(() => work(tell)).pipe(catchError(failure)),
    of<Output>({ type: 'task', name, task: undefined }),
  );
};
