import type { Observable } from 'rxjs';
import type { Output } from './output.js';

/** Where somebody reads and writes. */
export interface Screen {
  /** Completes at the end of the input. */
  readonly lines$: Observable<string>;
  /** Each key of a message that is being typed. */
  readonly keys$: Observable<unknown>;
  /** Ctrl+C, where the terminal does not make a signal of it. */
  readonly interrupted$: Observable<unknown>;
  show(output: Output): void;
  close(): void;
}
