import { ServiceError } from '../../lib/emulator/service/ServiceError.js';
import { Transcript } from '../../lib/emulator/service/Transcript.js';
import { transcriptPage } from '../../lib/emulator/service/transcriptPage.js';

const START = Date.parse('2025-01-01T00:00:00Z');

/** Items called 1 to `count`, a second apart. */
function transcriptOf(count: number, capacity = 1_000): Transcript {
  const transcript = new Transcript(capacity);
  for (let number = 1; number <= count; number += 1) add(transcript, number);
  return transcript;
}

function add(transcript: Transcript, number: number): void {
  const time = START + number * 1_000;
  const item = { Id: String(number), AbsoluteTime: new Date(time).toISOString() };
  transcript.add({ item, contactId: 'a', time, sequence: number });
}

const page = (transcript: Transcript, request: object): string => {
  const { entries, nextToken } = transcriptPage(transcript.entries, request);
  return entries.map(({ item }) => item.Id).join(' ') + (nextToken === undefined ? '' : ' …');
};

describe('transcriptPage', () => {
  const seven = transcriptOf(7);

  it.each<[string, object, string]>([
    ['newest first, from the newest', {}, '7 6 5 4 3 2 1'],
    ['as many as asked for', { MaxResults: 2 }, '7 6 …'],
    ['none if none are asked for', { MaxResults: 0 }, ' …'],
    ['none forward, either', { MaxResults: 0, StartPosition: { Id: '3' } }, ' …'],
    ['oldest first', { MaxResults: 2, SortOrder: 'ASCENDING' }, '6 7 …'],
    ['nothing after the newest', { ScanDirection: 'FORWARD' }, ''],
    [
      'forward from an id, with it',
      { StartPosition: { Id: '5' }, SortOrder: 'ASCENDING' },
      '5 6 7',
    ],
    [
      'backward from an id, with it',
      { StartPosition: { Id: '3' }, ScanDirection: 'BACKWARD' },
      '3 2 1',
    ],
    [
      'from a time, with it',
      { StartPosition: { AbsoluteTime: '2025-01-01T00:00:06.000Z' } },
      '7 6',
    ],
    [
      'from a time between two items, forward',
      { StartPosition: { AbsoluteTime: '2025-01-01T00:00:05.500Z' }, ScanDirection: 'FORWARD' },
      '7 6',
    ],
    [
      'from a time between two items, backward',
      { StartPosition: { AbsoluteTime: '2025-01-01T00:00:02.500Z' }, ScanDirection: 'BACKWARD' },
      '2 1',
    ],
    ['from the n-th most recent', { StartPosition: { MostRecent: 3 } }, '7 6 5'],
    ['all where there are fewer', { StartPosition: { MostRecent: 50 } }, '7 6 5 4 3 2 1'],
    ['the newest where StartPosition is empty', { StartPosition: {}, MaxResults: 1 }, '7 …'],
    ['null as if it were absent', { NextToken: null, StartPosition: null, MaxResults: 1 }, '7 …'],
  ])('gives %s', (_, request, expected) => {
    expect(page(seven, request)).toBe(expected);
  });

  it.each<[string, object]>([
    ['forward', { ScanDirection: 'FORWARD', StartPosition: { Id: '1' } }],
    ['backward', { ScanDirection: 'BACKWARD' }],
  ])('gives every item once over pages, %s', (_, request) => {
    const seen: (string | undefined)[] = [];
    let token: string | undefined;
    do {
      const { entries, nextToken } = transcriptPage(seven.entries, {
        ...request,
        MaxResults: 3,
        NextToken: token,
      });
      seen.push(...entries.map(({ item }) => item.Id));
      token = nextToken;
    } while (token !== undefined);
    expect(seen.sort()).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  it('keeps its pages while items come and go', () => {
    const transcript = transcriptOf(6, 7);
    const first = transcriptPage(transcript.entries, { MaxResults: 3 });
    for (const number of [7, 8, 9]) add(transcript, number); // 1 and 2 make room
    expect(page(transcript, { NextToken: first.nextToken })).toBe('3');
  });

  it.each<[string, object]>([
    ['an unknown id', { StartPosition: { Id: 'none' } }],
    ['a time that is none', { StartPosition: { AbsoluteTime: 'noon' } }],
    ['fewer results than none', { MaxResults: -1 }],
    ['too many results', { MaxResults: 101 }],
    ['half a result', { MaxResults: 1.5 }],
    ['an unknown direction', { ScanDirection: 'UP' }],
    ['an unknown order', { SortOrder: 'RANDOM' }],
    ['a foreign token', { NextToken: 'foreign' }],
    ['a start that is no object', { StartPosition: 'Id' }],
    ['too recent a start', { StartPosition: { MostRecent: 101 } }],
  ])('refuses %s', (_, request) => {
    expect(() => page(seven, request)).toThrow(ServiceError);
  });
});

describe('Transcript', () => {
  it('stands by time, and at the same time by arrival', () => {
    const transcript = new Transcript(10);
    [3, 1, 2, 1].forEach((time, index) =>
      transcript.add({
        item: { Id: `${time}-${index}`, AbsoluteTime: new Date(time).toISOString() },
        contactId: 'a',
        time,
        sequence: index,
      }),
    );
    expect(transcript.entries.map(({ item }) => item.Id)).toEqual(['1-1', '1-3', '2-2', '3-0']);
  });

  it('forgets the oldest beyond its capacity', () => {
    const transcript = transcriptOf(5, 3);
    expect(transcript.entries.map(({ item }) => item.Id)).toEqual(['3', '4', '5']);
    expect(transcript.find('2')).toBeUndefined();
    expect(transcript.find('3')?.item.Id).toBe('3');
  });
});
