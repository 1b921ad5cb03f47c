import type { ChatService } from '../ChatService.js';
import { optionalString, requiredString, type Input } from '../input.js';
import { invalid, ServiceError } from '../ServiceError.js';
import type { Contact, Participant } from '../state.js';
import { compare, type TranscriptEntry } from '../Transcript.js';
import { transcriptRow } from '../shapes.js';
import { transcriptPage } from '../transcriptPage.js';

/**
 * The past of a persistent chat comes by NextToken alone: its items cannot be a StartPosition.
 *
 * Source: Amazon Connect administrator guide, "Enable persistent chat".
 */
export function getTranscript(
  service: ChatService,
  participant: Participant,
  input: Input,
): object {
  const { contact } = participant;
  const entries = entriesFor(
    service,
    participant,
    optionalString(input, 'ContactId', { max: 256 }),
  );
  const page = transcriptPage(entries, input, ({ contactId }) =>
    contact.contactIds.includes(contactId),
  );
  return {
    InitialContactId: contact.initialContactId,
    NextToken: page.nextToken ?? '', // the service says so that nothing follows
    Transcript: page.entries.map((entry) => transcriptRow(entry, contact.contactIds)),
  };
}

/** All of the chain, so that paging back goes on into earlier contacts; or what one contact of it has. */
function entriesFor(
  service: ChatService,
  { contact }: Participant,
  contactId: string | undefined,
): readonly TranscriptEntry[] {
  const chain = service.chain(contact);
  if (contactId === undefined) {
    return chain.length === 1
      ? contact.transcript.entries
      : chain.flatMap((each, index) => entriesUpTo(each, chain[index + 1])).sort(compare);
  }
  const source = chain.find(({ contactIds }) => contactIds.includes(contactId));
  if (!source) throw invalid('ContactId is not the id of a contact of this chat');
  return source.transcript.entries.filter((entry) => entry.contactId === contactId);
}

/** What `contact` has up to where `next` goes on from it: FROM_SEGMENT leaves out later segments. */
function entriesUpTo(contact: Contact, next: Contact | undefined): readonly TranscriptEntry[] {
  const dropped = contact.contactIds.slice(
    contact.contactIds.indexOf(next?.continuedFrom ?? '') + 1 || contact.contactIds.length,
  );
  const { entries } = contact.transcript;
  return dropped.length === 0
    ? entries
    : entries.filter(({ contactId }) => !dropped.includes(contactId));
}

export function describeView(
  _service: ChatService,
  { contact }: Participant,
  input: Input,
): object {
  const view = contact.views.get(requiredString(input, 'ViewToken', { max: 1_000 }));
  if (!view) throw new ServiceError('ResourceNotFoundException', 'No view has this token');
  return { View: view };
}
