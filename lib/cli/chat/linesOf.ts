import type { Interface } from 'node:readline';
import { Observable } from 'rxjs';

/**
 * What is typed, line by line. It reads the input from when it is subscribed, so that no line is lost.
 *
 * - **Completes** at the end of the input.
 */
export const linesOf = (input: Interface): Observable<string> =>
  new Observable((subscriber) => {
    const next = (line: string) => subscriber.next(line);
    const complete = () => subscriber.complete();
    input.on('line', next).on('close', complete).resume();
    return () => input.off('line', next).off('close', complete);
  });
