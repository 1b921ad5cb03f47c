/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '  -a-b-a-c-(ba)-d-|',
  operator: 'dedupeBy(identity)',
  expected: '-a-b---c------d-|',
};
