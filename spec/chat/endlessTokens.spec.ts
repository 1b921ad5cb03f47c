import { from, map, type ObservableInput, of } from 'rxjs';
import {
  type GetTranscriptAnswer,
  type GetTranscriptRequest,
  isMessage,
  type ParticipantApi,
  type Transcript,
} from '../../lib/lite.js';
import { virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { texts, watch } from './support/watch.js';

/** What the service answers to a NextToken behind the last page. */
type BehindTheEnd = 'an empty page' | 'no page' | 'the last page again';

const said = (transcript: Transcript | undefined) =>
  texts((transcript?.items ?? []).filter(isMessage));

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_each, i) => `${first + i}`);

/** A chat at a service each of whose pages has a NextToken, the last one too. */
function endlessChat(
  behindTheEnd: BehindTheEnd,
  { said: count = 3, ...options }: VirtualChatOptions & { readonly said?: number } = {},
) {
  const virtual = virtualChat();
  const { advance, agent, api, contact, create, emulator } = virtual;
  for (const text of numbers(1, count)) agent.say(text);
  const requests: GetTranscriptRequest[] = [];
  let lastPage: GetTranscriptAnswer = {};
  const pageBehindTheEnd = (): GetTranscriptAnswer => {
    if (behindTheEnd === 'the last page again') return lastPage;
    return { NextToken: 'end', ...(behindTheEnd === 'an empty page' && { Transcript: [] }) };
  };
  const endless: ParticipantApi = {
    ...api,
    getTranscript: (request): ObservableInput<GetTranscriptAnswer> => {
      requests.push(request);
      if (request.NextToken === 'end') return of(pageBehindTheEnd());
      return from(api.getTranscript(request)).pipe(
        map((page) => {
          if (page.NextToken) return page;
          lastPage = { ...page, NextToken: 'end' };
          return lastPage;
        }),
      );
    },
  };
  const chat = create({
    chatDetails: contact.details,
    api: endless,
    polling: false, // what the cut itself costs is counted
    ...options,
  });
  const transcript = watch(chat.transcript$);
  const messages = watch(chat.messages$);
  watch(chat.connect());
  advance(1_000);
  return {
    ...virtual,
    chat,
    messages,
    transcript,
    /** How often the transcript is asked for while `act` is done and in the minute after it. */
    asked: (act: () => void): number => {
      const before = requests.length;
      act();
      advance(60_000);
      return requests.length - before;
    },
    /** The connection is lost, and `count` messages are said meanwhile. */
    cut: (count: number) => {
      const back = emulator.faults.offline({});
      advance(25_000);
      for (const text of numbers(1, count)) agent.say(`missed ${text}`);
      back();
    },
  };
}

const behindTheEnd: readonly BehindTheEnd[] = ['an empty page', 'no page', 'the last page again'];

describe.each(behindTheEnd)('a NextToken on the last page, behind which comes %s', (behind) => {
  it.each([
    { missed: 0, pages: 1 }, // the page of the items that are known
    { missed: 1, pages: 1 },
    { missed: 250, pages: 3 },
  ])('costs one call after a cut with $missed messages missed', ({ missed, pages }) => {
    const { asked, cut, messages, transcript } = endlessChat(behind);
    expect(
      asked(() => {
        cut(missed);
      }),
    ).toBeLessThanOrEqual(pages + 1);
    expect(texts(messages.values)).toEqual(numbers(1, missed).map((text) => `missed ${text}`));
    expect(transcript.last?.gaps).toEqual([]);
  });

  it('costs one call when older items are loaded, and then there are none', () => {
    const { asked, chat, transcript } = endlessChat(behind, { said: 40, history: 10 });
    let calls = 0;
    for (let loads = 0; transcript.last?.hasOlder && loads < 20; loads++) {
      calls += asked(() => watch(chat.loadOlder()));
    }
    expect(said(transcript.last)).toEqual(numbers(1, 40));
    expect(calls).toBeLessThanOrEqual(5);
    expect(transcript.last?.hasOlder).toBe(false);
  });

  it('costs one call when all items are there already', () => {
    const { asked, chat, transcript } = endlessChat(behind);
    expect(asked(() => watch(chat.loadOlder()))).toBe(1);
    expect(said(transcript.last)).toEqual(numbers(1, 3));
    expect(transcript.last?.hasOlder).toBe(false);
  });
});

it('finds what was missed behind pages of messages that are known', () => {
  const { advance, agent, asked, cut, messages, transcript } = endlessChat('an empty page');
  // Within two minutes, so that the gap is filled from before them on.
  for (const text of numbers(1, 250)) agent.say(text);
  advance(1_000);
  expect(messages.values).toHaveLength(250);
  expect(
    asked(() => {
      cut(2);
    }),
  ).toBeLessThanOrEqual(4);
  expect(texts(messages.values.slice(250))).toEqual(['missed 1', 'missed 2']);
  expect(transcript.last?.gaps).toEqual([]);
});

it.each(['an empty page', 'no page'] as const)('getTranscript gives no token with %s', (behind) => {
  const { advance, chat } = endlessChat(behind);
  const page = watch(chat.getTranscript());
  advance(1_000);
  expect(page.last?.nextToken).toBe('end');
  const next = watch(chat.getTranscript({ nextToken: 'end' }));
  advance(1_000);
  expect(next.values).toEqual([{ items: [], nextToken: undefined, initialContactId: undefined }]);
});
