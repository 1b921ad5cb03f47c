import type { Observable } from 'rxjs';

/** What drawings need of TestScheduler.run's helpers, or of the `m` of rxjs-marbles. */
export interface MarbleHelpers {
  hot(marbles: string): Observable<string>;
}

/** A line of marbles, and what it is called in messages, such as `server`. */
export interface Drawing {
  readonly name: string;
  readonly marbles: string;
}

/** A letter, or `|`, and the frame that it is drawn at. */
export interface Mark {
  readonly letter: string;
  readonly frame: number;
}

/** A marble as TestScheduler's hot observables have it. */
interface TestMessage {
  readonly frame: number;
  readonly notification:
    { readonly kind: 'N'; readonly value: string } | { readonly kind: 'E' | 'C' };
}

/** Where a mark is, for messages. */
export const whereIs = ({ name, marbles }: Drawing, { letter, frame }: Mark): string =>
  `${name} '${marbles}', '${letter}' at frame ${frame}`;

/**
 * What is drawn, in its order. Marbles are read by the helpers, so that they mean what they mean in the
 * rest of the test, with and without `run`.
 *
 * @throws Error for an error, which no chat's stream has.
 */
export function marksIn(helpers: MarbleHelpers, drawing: Drawing): readonly Mark[] {
  const drawn$ = helpers.hot(drawing.marbles);
  const { messages } = drawn$ as typeof drawn$ & { readonly messages: readonly TestMessage[] };
  return messages.map(({ frame, notification }) => {
    if (notification.kind === 'N') return { letter: notification.value, frame };
    if (notification.kind === 'C') return { letter: '|', frame };
    throw new Error(
      `${whereIs(drawing, { letter: '#', frame })}: streams of a chat do not err; draw what fails as an act, such as refuses('SendMessage')`,
    );
  });
}
