// `npm run docs:marbles`: draws what the operators do, as their specs run it (spec/**/*.diagram.mjs),
// into docs/img/operators. With `--check` it draws nothing, and fails where a picture is not the same.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestScheduler } from 'rxjs/testing';

/** @typedef {import('../spec/support/diagram.js').Diagram} Diagram */
/** @typedef {{ frame: number, symbol: string }} Marble - `|` is completion, `#` an error. */
/** @typedef {{ from: number, to: number, marbles: readonly Marble[] }} Line */

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const SIZE = { row: 34, marble: 24, letter: 7.3, margin: 24, box: 34, gap: 14 };
const COLOURS = ['#b5d8f7', '#ffd59e', '#c5e8b7', '#e3c8f2', '#f8c6c6', '#d9d9d9'];

const folder = join('docs', 'img', 'operators');
const check = process.argv.includes('--check');
let faults = 0;
mkdirSync(folder, { recursive: true });
for (const path of diagramFiles('spec')) {
  /** @type {{ diagram: Diagram }} */
  const { diagram } = await import(join(process.cwd(), path));
  const picture = join(folder, `${basename(path, '.diagram.mjs')}.svg`);
  const drawn = draw(diagram);
  if (!check) writeFileSync(picture, drawn);
  else if (!existsSync(picture) || readFileSync(picture, 'utf8') !== drawn) {
    console.error(`${picture} is not what ${path} says: npm run docs:marbles`);
    faults++;
  }
}
process.exitCode = faults > 0 ? 1 : 0;

/** @param {Diagram} diagram */
function draw({ source, operator, expected, subscriptions, labels = {} }) {
  const from = lineOf(source);
  const above = subscriptions?.map((drawn) => attemptOf(drawn, from)) ?? [from];
  const below = lineOf(expected);
  const lines = [...above, below];
  const end = Math.max(...lines.map(({ to }) => to)) + 1;
  const pitch = Math.max(18, ...lines.map((line) => pitchOf(line, labels)));
  const colours = coloursOf(lines);
  const x = (/** @type {number} */ frame) => round(SIZE.margin * 2 + frame * pitch);
  const width = Math.max(x(end) + SIZE.margin, operator.length * 8.5 + SIZE.margin * 2);

  let y = SIZE.gap;
  const parts = [];
  const add = (/** @type {Line} */ line) => {
    const deep = depthOf(line);
    parts.push(drawLine(line, y + SIZE.row / 2, x, end, labels, colours));
    y += SIZE.row + (deep - 1) * (SIZE.marble + 2);
  };
  above.forEach(add);
  y += SIZE.gap / 2;
  parts.push(
    `<rect x="${SIZE.margin / 2}" y="${y}" width="${round(width - SIZE.margin)}" height="${SIZE.box}" rx="6" fill="#f3f4f6" stroke="#9ca3af"/>`,
    text(width / 2, y + SIZE.box / 2, operator, 14),
  );
  y += SIZE.box + SIZE.gap / 2;
  add(below);
  const height = y + SIZE.gap;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" font-family="ui-monospace, Menlo, Consolas, monospace">`,
    `<title>${escaped(`${operator}: ${source.trim()} becomes ${expected}`)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#fff"/>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

/**
 * @param {Line} line
 * @param {number} y
 * @param {(frame: number) => number} x
 * @param {number} end
 * @param {Readonly<Record<string, string>>} labels
 * @param {ReadonlyMap<string, string>} colours
 */
function drawLine({ from, to, marbles }, y, x, end, labels, colours) {
  const last = marbles.at(-1)?.symbol ?? '';
  const stop = last === '|' || last === '#' ? x(to) : x(end);
  const parts = [`<path d="M${x(from)} ${y}H${stop}" stroke="#374151" stroke-width="1.5"/>`];
  /** @type {Map<number, number>} */
  const stacked = new Map();
  for (const { frame, symbol } of marbles) {
    const at = x(frame);
    if (symbol === '|') parts.push(stroke(`M${at} ${y - 11}v22`));
    else if (symbol === '#')
      parts.push(stroke(`M${at - 7} ${y - 7}l14 14m0 -14l-14 14`, '#b91c1c'));
    else {
      const depth = stacked.get(frame) ?? 0;
      stacked.set(frame, depth + 1);
      const middle = y + depth * (SIZE.marble + 2);
      const label = labels[symbol] ?? symbol;
      const wide = widthOf(label);
      const fill = colours.get(symbol.toLowerCase()) ?? '#fff';
      parts.push(
        `<rect x="${round(at - wide / 2)}" y="${middle - SIZE.marble / 2}" width="${round(wide)}" height="${SIZE.marble}" rx="${SIZE.marble / 2}" fill="${fill}" stroke="#374151"/>`,
        text(at, middle, label, 12),
      );
    }
  }
  return parts.join('\n');
}

/** @param {string} drawn */
function lineOf(drawn) {
  /** @type {Marble[]} */
  const marbles = TestScheduler.parseMarbles(drawn, undefined, undefined, false, true).map(
    ({ frame, notification }) => ({
      frame: frame / TestScheduler.frameTimeFactor,
      symbol:
        notification.kind === 'N'
          ? String(notification.value)
          : notification.kind === 'C'
            ? '|'
            : '#',
    }),
  );
  return { from: 0, to: Math.max(...marbles.map(({ frame }) => frame)), marbles };
}

/**
 * A cold source while it is subscribed.
 * @param {string} drawn
 * @param {Line} source
 * @returns {Line}
 */
function attemptOf(drawn, source) {
  const { subscribedFrame, unsubscribedFrame } = TestScheduler.parseMarblesAsSubscriptions(
    drawn,
    true,
  );
  const from = subscribedFrame / TestScheduler.frameTimeFactor;
  const to = unsubscribedFrame / TestScheduler.frameTimeFactor;
  const marbles = source.marbles.map(({ frame, symbol }) => ({ frame: frame + from, symbol }));
  return { from, to, marbles: marbles.filter(({ frame }) => frame <= to) };
}

/** How far apart frames have to be, so that neighbours do not touch.
 * @param {Line} line
 * @param {Readonly<Record<string, string>>} labels
 */
function pitchOf({ marbles }, labels) {
  const half = (/** @type {Marble} */ { symbol }) =>
    symbol === '|' || symbol === '#' ? 8 : widthOf(labels[symbol] ?? symbol) / 2;
  return Math.max(
    0,
    ...marbles.flatMap((marble, i) => {
      const next = marbles.slice(i + 1).find(({ frame }) => frame > marble.frame);
      return next ? [(half(marble) + half(next) + 5) / (next.frame - marble.frame)] : [];
    }),
  );
}

/** @param {readonly Line[]} lines */
function coloursOf(lines) {
  const symbols = lines.flatMap(({ marbles }) => marbles.map(({ symbol }) => symbol.toLowerCase()));
  const named = [...new Set(symbols)].filter((symbol) => /[a-z]/.test(symbol));
  return new Map(named.map((symbol, i) => [symbol, COLOURS[i % COLOURS.length] ?? '#fff']));
}

/** How many marbles lie on one another at most.
 * @param {Line} line
 */
function depthOf({ marbles }) {
  const values = marbles.filter(({ symbol }) => symbol !== '|' && symbol !== '#');
  return Math.max(1, ...values.map(({ frame }) => values.filter((m) => m.frame === frame).length));
}

/** @param {string} label */
function widthOf(label) {
  return Math.max(SIZE.marble, label.length * SIZE.letter + 12);
}

/** @param {string} path @param {string} [colour] */
function stroke(path, colour = '#374151') {
  return `<path d="${path}" stroke="${colour}" stroke-width="2" fill="none"/>`;
}

/** @param {number} x @param {number} y @param {string} words @param {number} size */
function text(x, y, words, size) {
  return `<text x="${round(x)}" y="${y}" text-anchor="middle" dominant-baseline="central" font-size="${size}" fill="#111827">${escaped(words)}</text>`;
}

/** @param {string} words */
function escaped(words) {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/** @param {string} under @returns {string[]} */
function diagramFiles(under) {
  return readdirSync(under, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.diagram.mjs'))
    .map((path) => join(under, path))
    .sort();
}
