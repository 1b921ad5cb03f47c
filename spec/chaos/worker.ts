import { expectRight, properties, reportOf, type Batch } from './properties.js';

// A process of `npm run chaos`: checks the batches that it is sent, and answers each with what it has found.
process.on('message', (batch: Batch) => {
  process.send?.({ report: check(batch) });
});

function check(batch: Batch): string | undefined {
  Error.stackTraceLimit = 0; // a stack for each refusal takes a tenth of the time
  for (const [name, property] of Object.entries(properties)) {
    const details = property(batch);
    const report = reportOf(details);
    if (report !== undefined) return `${name}: ${report}\n${stackOf(details.counterexample?.[0])}`;
  }
  return undefined;
}

/** Where the smallest schedule fails, if that is an exception of the library. */
function stackOf(schedule: Parameters<typeof expectRight>[0] | undefined): string {
  if (schedule === undefined) return '';
  Error.stackTraceLimit = 30;
  try {
    expectRight(schedule);
  } catch (error) {
    return (error as Error).stack ?? '';
  }
  return '';
}
