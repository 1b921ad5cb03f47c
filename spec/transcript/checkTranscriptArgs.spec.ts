import { checkTranscriptArgs, type TranscriptArgs } from '../../lib/transcript/index.js';

describe('the arguments of getTranscript()', () => {
  it('may be left out', () => {
    expect(checkTranscriptArgs()).toEqual({});
    expect(checkTranscriptArgs({ startPosition: {} })).toEqual({ StartPosition: {} });
  });

  it('are all those of the API', () => {
    expect(
      checkTranscriptArgs({
        contactId: 'c',
        maxResults: 100,
        nextToken: 't',
        scanDirection: 'FORWARD',
        sortOrder: 'ASCENDING',
        startPosition: { id: 'i' },
      }),
    ).toEqual({
      ContactId: 'c',
      MaxResults: 100,
      NextToken: 't',
      ScanDirection: 'FORWARD',
      SortOrder: 'ASCENDING',
      StartPosition: { Id: 'i' },
    });
  });

  it.each([
    [{ absoluteTime: new Date(0) }, { AbsoluteTime: '1970-01-01T00:00:00.000Z' }],
    [{ absoluteTime: '2026-01-01T01:00:00+01:00' }, { AbsoluteTime: '2026-01-01T00:00:00.000Z' }],
    [{ mostRecent: 0 }, { MostRecent: 0 }],
  ])('begin at %j', (startPosition, StartPosition) => {
    expect(checkTranscriptArgs({ startPosition })).toEqual({ StartPosition });
  });

  it.each<[string, unknown, string]>([
    ['args', [], 'args must be an object, got a list'],
    ['a contact', { contactId: '' }, 'contactId must be a string of 1 to 256 characters'],
    ['a contact', { contactId: 'x'.repeat(257) }, 'got a string of 257 characters'],
    ['a count', { maxResults: 0 }, 'maxResults must be an integer from 1 to 100, got 0'],
    ['a count', { maxResults: 101 }, 'got 101'],
    ['a count', { maxResults: '10' }, 'got a string of 2 characters'],
    ['a token', { nextToken: 7 }, 'nextToken must be a string of 1 to 1000 characters, got 7'],
    ['a direction', { scanDirection: 'UP' }, 'scanDirection must be FORWARD or BACKWARD'],
    ['an order', { sortOrder: null }, 'sortOrder must be ASCENDING or DESCENDING, got null'],
    ['a start', { startPosition: 'id' }, 'startPosition must be an object'],
    ['two starts', { startPosition: { id: 'i', mostRecent: 1 } }, 'one field at most, got 2'],
    ['an id', { startPosition: { id: '' } }, 'startPosition.id must be'],
    ['a place', { startPosition: { mostRecent: 1.5 } }, 'startPosition.mostRecent must be'],
    ['a time', { startPosition: { absoluteTime: 'noon' } }, 'got a string of 4 characters'],
    ['a time', { startPosition: { absoluteTime: new Date(NaN) } }, 'got an invalid Date'],
  ])('name what is wrong with %s', (_what, args, message) => {
    expect(() => checkTranscriptArgs(args as TranscriptArgs)).toThrow(
      expect.objectContaining({
        code: 'InvalidArgument',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});
