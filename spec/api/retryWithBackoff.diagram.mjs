export const firstDelayMs = 2;

/** @type {import('../support/diagram.js').Diagram} */
export const diagram = {
  source: '--#',
  operator: `retryWithBackoff({ firstDelayMs: ${firstDelayMs}, maxRetries: 3, random: () => 1 })`,
  expected: '----------------------#',
  subscriptions: [
    '^-!', //
    '----^-!',
    '----------^-!',
    '--------------------^-!',
  ],
};
