/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '  -a-b-m-c-d-|',
  operator: 'stitchPartials()',
  expected: '-A-B-m-C-D-|',
  labels: {
    a: 'Hel',
    b: 'lo, ',
    c: 'wor',
    d: 'Hello, world',
    m: 'another',
    A: 'Hel…',
    B: 'Hello, …',
    C: 'Hello, wor…',
    D: 'Hello, world',
  },
};
