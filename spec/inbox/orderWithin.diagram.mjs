export const windowMs = 4;

/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '  -b-a------e-c------d--|',
  operator: `orderWithin(${windowMs}, { by })`,
  expected: '-----(ab)-----(ce)-d--|',
};
