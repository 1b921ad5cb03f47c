import { attachmentsOf, contentOf, contentTypeOf, textOf, timeOf, typeOf } from './fields.js';
import type { WireItem, WireReceipt } from './wireItem.js';

/** What an id that this library has made begins with. The service's are UUIDs. */
const MADE = 'no-id-';

/** The service's id of the item; if it gives none, one that this library makes of what the item says. */
export const idOf = (raw: WireItem): string => serviceId(raw) || madeId(raw);

/** Whether the service knows the item by this id: it may be a start position, or have a receipt. */
export const isServiceId = (id: string): boolean => id !== '' && !id.startsWith(MADE);

/** A message's own metadata names the message. */
const serviceId = (raw: WireItem): string =>
  textOf(raw.Id) || (typeOf(raw) === 'MESSAGE' ? textOf(raw.MessageMetadata?.MessageId) : '');

/**
 * The same for each copy of an item, whether the socket or the transcript brings it. So it is made of
 * what both say: not of the contact ids, which the transcript leaves out, nor of how a missing field is
 * written. Two items without an id that say the same at the same time have the same.
 */
function madeId(raw: WireItem): string {
  const type = typeOf(raw);
  const time = timeOf(raw.AbsoluteTime);
  const facts = [
    type,
    contentTypeOf(raw, type),
    contentOf(raw),
    Number.isNaN(time) ? '' : time,
    ...speakerOf(raw),
    attachmentsOf(raw).map(({ id, name }) => id || name),
    type === 'MESSAGEMETADATA' ? receiptsKey(raw) : '',
  ];
  return MADE + hash(JSON.stringify(facts));
}

/** Names change, and with them those in the transcript; they count only if there is no id. */
const speakerOf = ({ ParticipantId, ParticipantRole, DisplayName }: WireItem): string[] =>
  textOf(ParticipantId) !== ''
    ? [textOf(ParticipantId)]
    : ['', textOf(ParticipantRole), textOf(DisplayName)];

/**
 * The same for two copies of the same receipts, to which socket and transcript give ids of their own.
 * Empty if there are none.
 */
export function receiptsKey({ MessageMetadata }: WireItem): string {
  const receipts: unknown = MessageMetadata?.Receipts;
  const rows = Array.isArray(receipts) ? (receipts as readonly (WireReceipt | null)[]) : [];
  return [
    textOf(MessageMetadata?.MessageId),
    ...rows.flatMap((row) => [
      textOf(row?.RecipientParticipantId),
      textOf(row?.DeliveredTimestamp),
      textOf(row?.ReadTimestamp),
    ]),
  ].join('\n');
}

/** 64 bits in hexadecimal: two multiplicative hashes, whose last step mixes each into the other. */
function hash(text: string): string {
  let a = 0x9e3779b1;
  let b = 0x85ebca77;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x27d4eb2f);
    b = Math.imul(b ^ code, 0x165667b1);
  }
  a = Math.imul(a ^ (a >>> 15) ^ (b >>> 13), 0x2c1b3c6d);
  b = Math.imul(b ^ (b >>> 16) ^ (a >>> 12), 0x297a2d39);
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
