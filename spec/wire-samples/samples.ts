import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What public material shows of a frame, a transcript's row, an answer or an error. See README.md. */
export interface Sample {
  readonly name: string;
  readonly source: string;
  readonly evidence: string;
  /** What becomes of it. */
  readonly expect: string;
  /** Whether the sample or what should become of it is not sure. */
  readonly doubtful?: boolean;
  /** Whether `value` is a list of frames. */
  readonly sequence?: boolean;
  readonly operation?: string;
  readonly value: unknown;
}

/** The samples of the files whose names begin with `kind`, each with a title for a test. */
export const samplesOf = (kind: string): readonly (readonly [title: string, sample: Sample])[] =>
  readdirSync(__dirname)
    .filter((file) => file.startsWith(kind) && file.endsWith('.json'))
    .flatMap((file) => {
      const samples = JSON.parse(readFileSync(join(__dirname, file), 'utf8')) as readonly Sample[];
      return samples.map(
        (sample) => [`${file.replace('.json', '')}/${sample.name}`, sample] as const,
      );
    });
