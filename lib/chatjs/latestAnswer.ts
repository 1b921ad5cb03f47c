import type { Observed } from './observedApi.js';

/**
 * What the service has answered last to an operation. A chat emits as soon as it has an answer: then,
 * this is the one; the same empty object where there is none.
 *
 * @param kind - the content type, or the scan direction, that the request had.
 */
export type LatestAnswer = (
  operation: Observed['operation'],
  kind?: string,
) => object & { readonly Id?: unknown; readonly NextToken?: unknown };

/** Keeps the answers that `keep` is told of, one of each kind. */
export function createLatestAnswer(): {
  readonly latest: LatestAnswer;
  readonly keep: (observed: Observed) => void;
} {
  const answers = new Map<string, object>();
  return {
    latest: (operation, kind = '') => answers.get(operation + kind) ?? NONE,
    keep: ({ operation, request, answer }) => {
      const { ContentType, ScanDirection } = request as Readonly<Record<string, string>>;
      if (answer) answers.set(operation + (ContentType ?? ScanDirection ?? ''), answer);
    },
  };
}

const NONE = {};
