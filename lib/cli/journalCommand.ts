import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BehaviorSubject } from 'rxjs';
import { type Journal, journalToMarbles, replay } from '../journal.js';
import { type Transcript, transcriptToText } from '../lite.js';
import { type Command, UsageError } from './command.js';
import { harmless } from './text/index.js';

const USAGE = `Usage: rx-connect-chat journal <file> [options]

Prints a journal, which \`chat --record\` or recordJournal() has made, as marbles.

Options:
  --width <number>  characters of a line (default: the terminal's, or 100)
  --transcript      play it, and print the transcript that it comes to
  --help            print this
`;

/** Where marbles can be read at all. */
const MIN_WIDTH = 20;

export const journalCommand: Command = {
  name: 'journal',
  summary: 'print what was recorded of a chat, as marbles',
  usage: USAGE,
  run: async (args) => {
    const { file, width, transcript } = parse(args);
    const journal = await readJournal(file);
    const text = transcript ? transcriptOf(journal) : journalToMarbles(journal, { width });
    process.stdout.write(harmless(text));
    return 0;
  },
};

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { width: { type: 'string' }, transcript: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('name one file');
  const width =
    values.width === undefined
      ? Math.max(process.stdout.columns ?? 100, MIN_WIDTH)
      : Number(values.width);
  if (!(Number.isInteger(width) && width >= MIN_WIDTH)) {
    throw new UsageError(`--width must be a number of at least ${MIN_WIDTH}`);
  }
  return { file, width, transcript: values.transcript };
}

async function readJournal(file: string): Promise<Journal> {
  const text = await readFile(file, 'utf8');
  const journal = parsed(text);
  if (!Array.isArray(journal?.entries) || typeof journal?.chat !== 'object') {
    throw new Error('the file is no journal');
  }
  if (journal.version !== 1) {
    throw new Error(`the journal is of a version that is not known: ${String(journal.version)}`);
  }
  return journal as Journal;
}

function parsed(text: string): Partial<Journal> | null {
  try {
    return JSON.parse(text) as Partial<Journal> | null;
  } catch {
    return null;
  }
}

type Shown = Pick<Transcript, 'items' | 'hasOlder' | 'gaps'>;

/** Texts and names in it are stand-ins. */
function transcriptOf(journal: Journal): string {
  const played = replay(journal);
  const last$ = new BehaviorSubject<Shown>({ items: [], hasOlder: false, gaps: [] });
  const watching = played.transcript$.subscribe(last$);
  played.play();
  watching.unsubscribe();
  const missed = played.missed.length;
  return [
    transcriptToText(last$.value),
    ...(missed > 0
      ? [`(${missed} entries could not be played, as where another version has recorded them)\n`]
      : []),
  ].join('');
}
