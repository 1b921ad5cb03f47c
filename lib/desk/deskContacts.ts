import type { DeskChange, DeskContact } from './desk.js';

/** The contacts that are to have a chat, by id, and those that are there without. */
export interface ContactsThere {
  readonly open: ReadonlyMap<string, DeskContact>;
  readonly released: ReadonlySet<string>;
}

export type ContactsChange =
  readonly DeskContact[] | DeskChange | { readonly type: 'released'; readonly contactId: string };

export const NO_CONTACTS: ContactsThere = { open: new Map(), released: new Set() };

/** The contacts after `change`. One that is there already stays the object that it is. */
export function reduceContacts(there: ContactsThere, change: ContactsChange): ContactsThere {
  if (!('type' in change)) return snapshot(there, change);
  if (change.type === 'added') return added(there, change.contact);
  const { contactId } = change;
  const isThere = there.open.has(contactId);
  return change.type === 'removed'
    ? { open: without(there.open, contactId), released: setWithout(there.released, contactId) }
    : isThere
      ? { open: without(there.open, contactId), released: new Set([...there.released, contactId]) }
      : there;
}

function snapshot(there: ContactsThere, contacts: readonly DeskContact[]): ContactsThere {
  const ids = new Set(contacts.map(idOf));
  const gone = { type: 'removed' } as const;
  const staying = [...there.open.keys(), ...there.released]
    .filter((contactId) => !ids.has(contactId))
    .reduce((left, contactId) => reduceContacts(left, { ...gone, contactId }), there);
  return contacts.reduce(added, staying);
}

function added(there: ContactsThere, contact: DeskContact): ContactsThere {
  const contactId = idOf(contact);
  const known = there.open.get(contactId);
  const isSame = known?.chatDetails.participantId === contact.chatDetails.participantId;
  return isSame || there.released.has(contactId)
    ? there
    : { ...there, open: new Map([...there.open, [contactId, contact]]) };
}

const idOf = ({ chatDetails }: DeskContact): string => chatDetails.contactId;

const without = <V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> =>
  new Map([...map].filter(([each]) => each !== key));

const setWithout = (set: ReadonlySet<string>, key: string): ReadonlySet<string> =>
  new Set([...set].filter((each) => each !== key));
