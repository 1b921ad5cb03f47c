export const expiryMs = 8;

/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '  --a--b---m-------|',
  operator: `whoIsTyping({ expiryMs: ${expiryMs} })`,
  expected: '0-A--X---B---0---|',
  labels: {
    a: 'Ann types',
    b: 'Bob types',
    m: 'Ann: Hello',
    0: '[ ]',
    A: '[Ann]',
    X: '[Ann, Bob]',
    B: '[Bob]',
  },
};
