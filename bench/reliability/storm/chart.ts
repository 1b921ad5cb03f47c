/** One line of the chart. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly perSecond: readonly number[];
}

const WIDTH = 800;
const HEIGHT = 400;
const MARGIN = { left: 90, right: 20, top: 40, bottom: 50 };
const HIGHEST = 6; // powers of ten

/** Calls a second over time, on a logarithmic scale, as an SVG image. */
export function chart(curves: readonly Curve[], outageS: number, shownS: number): string {
  const right = WIDTH - MARGIN.right;
  const bottom = HEIGHT - MARGIN.bottom;
  const x = (second: number) => MARGIN.left + ((right - MARGIN.left) * second) / shownS;
  const y = (rate: number) =>
    bottom - ((bottom - MARGIN.top) * Math.log10(Math.max(1, rate))) / HIGHEST;
  const text = (at: { x: number; y: number }, anchor: string, words: string, color = '#444') =>
    `<text x="${round(at.x)}" y="${round(at.y)}" text-anchor="${anchor}" fill="${color}">${words}</text>`;

  const rates = Array.from({ length: HIGHEST + 1 }, (_, power) => 10 ** power).flatMap((rate) => [
    `<path d="M${MARGIN.left} ${round(y(rate))}H${right}" stroke="#ddd"/>`,
    text({ x: MARGIN.left - 8, y: y(rate) + 4 }, 'end', rate.toLocaleString('en')),
  ]);
  const seconds = Array.from({ length: Math.floor(shownS / 10) + 1 }, (_, i) => i * 10).map((s) =>
    text({ x: x(s), y: bottom + 18 }, 'middle', String(s)),
  );
  const lines = curves.flatMap(({ name, color, perSecond }, i) => {
    const steps = perSecond
      .slice(0, shownS)
      .map((rate, s) => `${round(y(rate))}H${round(x(s + 1))}`);
    return [
      `<path d="M${MARGIN.left} ${steps.join('V')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      text({ x: right, y: 60 + i * 18 }, 'end', name, color),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<rect x="${round(x(0))}" y="${MARGIN.top}" width="${round(x(outageS) - x(0))}" height="${bottom - MARGIN.top}" fill="#f4f4f4"/>`,
    text({ x: x(outageS / 2), y: MARGIN.top - 8 }, 'middle', 'the service refuses sockets'),
    ...rates,
    ...seconds,
    text({ x: x(shownS / 2), y: HEIGHT - 10 }, 'middle', 'seconds since all sockets dropped'),
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}

const round = (length: number) => Math.round(length * 10) / 10;
