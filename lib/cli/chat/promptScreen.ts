import { clearScreenDown, cursorTo, type Interface, moveCursor } from 'node:readline';
import type { ReadStream, WriteStream } from 'node:tty';
import { filter, fromEvent, share, tap } from 'rxjs';
import { columnsOf, type Line, type Paint, painted, startOf } from '../text/index.js';
import { linesOf } from './linesOf.js';
import { IDLE, reduceStatus, type Status } from './output.js';
import type { Screen } from './screen.js';
import { statusRow } from './statusLine.js';

const PROMPT = '> ';

/**
 * What is said scrolls; below it stay a row with the status, and one to type in. The status is part of
 * readline's prompt, so that readline draws both, and knows where the cursor is.
 */
export function promptScreen(
  input: Interface,
  {
    stdin,
    stdout,
    paint,
  }: { readonly stdin: ReadStream; readonly stdout: WriteStream; readonly paint: () => Paint },
): Screen {
  let status = IDLE;

  const drawPrompt = () => {
    input.setPrompt(`${oneRow(status, paint())}\n${PROMPT}`);
    input.prompt(true);
  };
  /** Prints above the prompt, which readline then draws as many rows down as it takes it to be. */
  const print = (line: Line) => {
    const { rows } = input.getCursorPos();
    moveCursor(stdout, 0, -rows);
    cursorTo(stdout, 0);
    clearScreenDown(stdout);
    stdout.write(`${painted(line, paint())}\n${'\n'.repeat(rows)}`);
    input.prompt(true);
  };
  /** Takes away what was typed with its prompt: what becomes of it is printed as everything is. */
  const eraseTyped = (line: string) => {
    const width = stdout.columns;
    moveCursor(stdout, 0, -(2 + Math.floor(columnsOf(PROMPT + line) / width)));
    cursorTo(stdout, 0);
    clearScreenDown(stdout);
    drawPrompt();
  };

  stdout.on('resize', drawPrompt);
  drawPrompt();
  return {
    lines$: linesOf(input).pipe(tap(eraseTyped), share()),
    keys$: fromEvent(stdin, 'keypress').pipe(filter(() => /^[^/]/.test(input.line))),
    interrupted$: fromEvent(input, 'SIGINT'),
    show: (output) => {
      status = reduceStatus(status, output);
      if (output.type === 'line') print(output.line);
      else drawPrompt();
    },
    close: () => {
      stdout.off('resize', drawPrompt);
      moveCursor(stdout, 0, -input.getCursorPos().rows);
      cursorTo(stdout, 0);
      clearScreenDown(stdout);
      input.close();
    },
  };
}

/** The status, cut to what a row takes. */
function oneRow(status: Status, paint: Paint): string {
  let room = paint.width - 1;
  const fitting = statusRow(status).map(({ text, ...rest }) => {
    const short = startOf(text, room);
    room -= columnsOf(short);
    return { text: short, ...rest };
  });
  return painted(fitting, { ...paint, width: Infinity });
}
