import {
  columnsOf,
  endOf,
  harmless,
  inOneRow,
  type Line,
  painted,
  startOf,
} from '../../../lib/cli/text/index.js';

describe('harmless', () => {
  it.each<[string, string, string]>([
    ['an escape sequence', '\u001b[2J', '<1B>[2J'],
    ['the title of a window', '\u001b]0;mine\u0007', '<1B>]0;mine<07>'],
    ['one of eight bits', '\u009b2J', '<9B>2J'],
    ['a backspace and a delete', 'a\bb\u007f', 'a<08>b<7F>'],
    ['a null', '\0', '<00>'],
    ['what turns the direction', '\u202eabc\u2066', '<202E>abc<2066>'],
    ['what is not seen', 'a\u200bb\ufeff\u{e0041}', 'a<200B>b<FEFF><E0041>'],
    ['half a character', '\ud83d', '<D83D>'],
    ['a carriage return, which would write over a row', 'a\rb', 'a\nb'],
    ['line breaks of other kinds', 'a\r\nb\u2028c\u0085d\ve', 'a\nb\nc\nd\ne'],
    ['a tab', 'a\tb', 'a  b'],
  ])('takes the harm from %s', (_, text, expected) => {
    expect(harmless(text)).toBe(expected);
  });

  it('leaves what people write', () => {
    const text = 'Grüße, 你好, नमस्ते, שלום 👩‍👩‍👧 e\u0301\n– “quoted”';
    expect(harmless(text)).toBe(text);
  });

  it('leaves no line break in a name', () => {
    expect(inOneRow(' Bob\r\n12:00:00\tYou: ')).toBe('Bob 12:00:00 You:');
  });
});

describe('painted', () => {
  const narrow = { width: 24, hasColour: false };
  const line: Line = [
    { text: '12:00:00 ', look: 'time' },
    { text: 'Bob: ', look: 'other' },
    { text: 'one two three four five' },
  ];

  it('breaks between words, and indents what follows', () => {
    expect(painted(line, narrow)).toBe(
      ['12:00:00 Bob: one two', '         three four five'].join('\n'),
    );
  });

  it('breaks words that are longer than a row', () => {
    expect(painted([{ text: 'x'.repeat(40) }], narrow)).toBe(
      ['x'.repeat(24), `         ${'x'.repeat(15)}`, '         x'].join('\n'),
    );
  });

  it('never writes beyond the width', () => {
    for (let width = 19; width < 60; width++) {
      for (const row of painted(line, { width, hasColour: false }).split('\n')) {
        expect(columnsOf(row)).toBeLessThanOrEqual(width);
      }
    }
  });

  it('counts the columns of wide characters, and those that take none', () => {
    expect(columnsOf('你好')).toBe(4);
    expect(columnsOf('👩‍👩‍👧')).toBe(2);
    expect(columnsOf('e\u0301')).toBe(1);
    expect(painted([{ text: '你'.repeat(13) }], narrow)).toBe(`${'你'.repeat(12)}\n         你`);
  });

  it('breaks at line breaks alone where there is no width', () => {
    expect(
      painted([{ text: `a\n${'b '.repeat(200)}` }], { width: Infinity, hasColour: false }),
    ).toBe(`a\n         ${'b '.repeat(200)}`.trimEnd());
  });

  it('colours parts, in each row, and nothing else drives the terminal', () => {
    const text = painted([{ text: 'a\n\u001b[31mb', look: 'bad' }], { ...narrow, hasColour: true });
    expect(text).toBe('\u001b[31ma\u001b[0m\n         \u001b[31m<1B>[31mb\u001b[0m');
  });
});

describe('startOf and endOf', () => {
  it('cut between what people take for characters', () => {
    expect(startOf('a你👩‍👩‍👧b', 4)).toBe('a你');
    expect(startOf('abc', 3)).toBe('abc');
    expect(startOf('abc', 0)).toBe('');
    expect(endOf('a你👩‍👩‍👧b', 3)).toBe('👩‍👩‍👧b');
  });
});
