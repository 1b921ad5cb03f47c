export const throttleMs = 6;
export const deliveredWaitMs = 3;

/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '  -a-b-c---y-------z-c-|',
  operator: `throttleReceipts({ throttleMs: ${throttleMs}, deliveredWaitMs: ${deliveredWaitMs} })`,
  expected: '-a-----c----y------c-|',
  labels: { a: 'read 1', b: 'read 2', c: 'read 3', y: 'delivered 2', z: 'delivered 3' },
};
