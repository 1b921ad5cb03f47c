import { defer, type Observable, of, throwError } from 'rxjs';
import type { GetPage, Page } from '../../../lib/inbox/pagesSince.js';
import { ChatError } from '../../../lib/api/index.js';
import type { ChatItem } from '../../../lib/wire/index.js';

export type PageRequest = Parameters<GetPage>[0];

/** A transcript that is asked for in pages, and what it was asked. */
export interface Pages {
  readonly getPage: GetPage;
  readonly requests: readonly PageRequest[];
}

/** A service that keeps `transcript`, in ascending order, and answers at once. */
export function pagesOf(
  transcript: readonly ChatItem[],
  answer: (page: Page, request: PageRequest) => Observable<Page> = (page) => of(page),
): Pages {
  const requests: PageRequest[] = [];
  const getPage: GetPage = (request) =>
    defer(() => {
      requests.push(request);
      const page = pageOf(transcript, request);
      return page === undefined
        ? throwError(() => new ChatError('Validation', 'cannot GetTranscript: unknown id'))
        : answer(page, request);
    });
  return { getPage, requests };
}

function pageOf(transcript: readonly ChatItem[], request: PageRequest): Page | undefined {
  const { ScanDirection, MaxResults = 10, NextToken, StartPosition } = request;
  if (ScanDirection === 'FORWARD') {
    const start = NextToken === undefined ? startOf(transcript, StartPosition) : Number(NextToken);
    if (start < 0) return undefined;
    const end = start + MaxResults;
    return {
      items: transcript.slice(start, end),
      nextToken: end < transcript.length ? `${end}` : undefined,
    };
  }
  const end = NextToken === undefined ? transcript.length : Number(NextToken);
  const start = Math.max(0, end - MaxResults);
  return { items: transcript.slice(start, end), nextToken: start > 0 ? `${start}` : undefined };
}

function startOf(
  transcript: readonly ChatItem[],
  position: PageRequest['StartPosition'] = {},
): number {
  const { Id, AbsoluteTime } = position;
  if (Id !== undefined) return transcript.findIndex(({ id }) => id === Id);
  const from = Date.parse(AbsoluteTime ?? '');
  const index = transcript.findIndex(({ time }) => time.getTime() >= from);
  return index < 0 ? transcript.length : index;
}
