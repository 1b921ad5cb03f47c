import { type Observable, tap } from 'rxjs';

/** What drawings need of TestScheduler.run's helpers, or of the `m` of rxjs-marbles. */
export interface MarbleHelpers {
  hot(marbles: string): Observable<string>;
}

/** How a drawing is played. */
export interface Drawing {
  /** What it is called in messages, such as `server`. */
  readonly name: string;
  readonly marbles: string;
  /** What `letter` does. */
  readonly act: (letter: string) => void;
  /** What `|` does; none: it may not be drawn. */
  readonly end?: () => void;
}

/** A marble as TestScheduler's observables tell it; undocumented, but public. */
interface TestMessage {
  readonly frame: number;
  readonly notification:
    { readonly kind: 'N'; readonly value: string } | { readonly kind: 'E' | 'C' };
}

/** Says what has been drawn, and where a marble is in it. */
const describe = ({ name, marbles }: Drawing, letter: string, frame?: number) =>
  `${name} '${marbles}', '${letter}'${frame === undefined ? '' : ` at frame ${frame}`}`;

/**
 * Plays a drawing. An act that throws fails the test, with the letter and its frame.
 *
 * @param now - the frame, for messages.
 * @returns the letters drawn, and the frame of the last.
 * @throws Error for what cannot be played.
 */
export function play(
  helpers: MarbleHelpers,
  drawing: Drawing,
  now: () => number,
): { readonly letters: ReadonlySet<string>; readonly lastFrame: number } {
  const drawn$ = helpers.hot(drawing.marbles);
  const { messages } = drawn$ as typeof drawn$ & { readonly messages: readonly TestMessage[] };
  for (const { frame, notification } of messages) {
    if (notification.kind === 'E') {
      throw new Error(
        `${describe(drawing, '#', frame)}: streams of a chat do not err; draw what fails as an act, such as refuses('SendMessage')`,
      );
    }
    if (notification.kind === 'C' && !drawing.end) {
      throw new Error(
        `${describe(drawing, '|', frame)}: a ${drawing.name} does not end; leave the | out`,
      );
    }
  }

  const attempt = (letter: string, act: () => void) => {
    try {
      act();
    } catch (cause) {
      const because = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${describe(drawing, letter, now())}: ${because}`, { cause });
    }
  };
  // What is thrown goes unhandled, by RxJS's timer for that: TestScheduler lets it fail the test.
  drawn$
    .pipe(
      tap({
        next: (letter) => attempt(letter, () => drawing.act(letter)),
        complete: () => {
          if (drawing.end) attempt('|', drawing.end);
        },
      }),
    )
    .subscribe();
  const letters = new Set(
    messages.flatMap(({ notification }) => (notification.kind === 'N' ? [notification.value] : [])),
  );
  return { letters, lastFrame: Math.max(0, ...messages.map(({ frame }) => frame)) };
}
