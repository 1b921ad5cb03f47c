import type { ChatItem, TranscriptDelta, TranscriptEdit } from '../../lib/lite.js';
import { conversationBook } from '../../lib/desk/conversation.js';

interface Said {
  readonly id?: string;
  readonly role?: string;
  readonly at: number;
  readonly status?: ChatItem['status'];
  readonly joined?: true;
  readonly past?: true;
}

const item = ({ id, role = 'CUSTOMER', at, status, joined, past }: Said): ChatItem => ({
  id: id ?? `${role} ${at}`,
  type: joined ? 'EVENT' : 'MESSAGE',
  contentType: joined ? 'application/vnd.amazonaws.connect.event.participant.joined' : 'text/plain',
  content: 'text',
  time: new Date(at),
  participant: { id: role, role, displayName: role },
  attachments: [],
  ...(status && { status }),
  raw: past ? { RelatedContactId: 'earlier' } : {},
});

/** A delta whose transcript has so much in it that nobody should read all of it. */
function delta(...edits: readonly TranscriptEdit[]): TranscriptDelta {
  const size = 100_000;
  const newest = edits.flatMap((edit) => ('items' in edit ? edit.items : [])).at(-1);
  return {
    edits,
    transcript: {
      get items(): never {
        throw new Error('the whole transcript was read');
      },
      size,
      at: () => newest,
      hasOlder: false,
      gaps: [],
    },
  };
}

const inserted = (...said: readonly Said[]) =>
  delta({ type: 'inserted', index: 0, items: said.map(item) });

describe('the conversation of a chat', () => {
  it('is followed without reading the transcript again', () => {
    const take = conversationBook('AGENT');
    expect(take(inserted({ at: 1 }))).toMatchObject({
      customer: { id: 'CUSTOMER' },
      lastMessage: { id: 'CUSTOMER 1' },
      waitingSince: 1,
    });
  });

  it('comes to the same in whatever order the items come', () => {
    const said: readonly Said[] = [
      { at: 1, role: 'AGENT', joined: true },
      { at: 2 },
      { at: 5, role: 'AGENT' },
      { at: 6 },
      { at: 9 },
    ];
    for (const order of [
      said,
      [...said].reverse(),
      [said[3]!, said[2]!, said[4]!, said[0]!, said[1]!],
    ]) {
      const take = conversationBook('AGENT');
      const last = order.map((each) => take(inserted(each))).at(-1);
      expect(last).toMatchObject({ waitingSince: 6, firstResponseMs: 4 });
    }
  });

  it.each<[string, Said]>([
    ['a message on its way', { at: 5, role: 'AGENT', status: 'sending' }],
    ['a failed message', { at: 5, role: 'AGENT', status: 'failed' }],
    ["the system's message", { at: 5, role: 'SYSTEM' }],
    ["a bot's message", { at: 5, role: 'CUSTOM_BOT' }],
    ['somebody joining', { at: 5, role: 'AGENT', joined: true }],
    ['a message of an earlier contact', { at: 5, role: 'AGENT', past: true }],
  ])('does not take for an answer %s', (_, said) => {
    const take = conversationBook('AGENT');
    take(inserted({ at: 1 }));
    expect(take(inserted(said)).waitingSince).toBe(1);
  });

  it("takes for an answer a supervisor's message, and one's own once it is sent", () => {
    const take = conversationBook('AGENT');
    take(inserted({ at: 1 }));
    expect(take(inserted({ at: 2, role: 'SUPERVISOR' })).waitingSince).toBeUndefined();
    take(inserted({ at: 3 }));
    const sent = item({ at: 4, role: 'AGENT', status: 'sent' });
    expect(take(delta({ type: 'updated', index: 3, item: sent })).waitingSince).toBeUndefined();
  });

  it('does not tell the first response where the joining is not known', () => {
    const take = conversationBook('AGENT');
    expect(take(inserted({ at: 5, role: 'AGENT' })).firstResponseMs).toBeUndefined();
    const joined = take(inserted({ at: 2, role: 'AGENT', joined: true }));
    expect(joined.firstResponseMs).toBe(3);
  });
});
