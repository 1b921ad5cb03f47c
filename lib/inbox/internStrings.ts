import type { WireItem } from '../wire/index.js';

/** Of how many participants strings are kept; few chats have more than six. */
const MAX_SAMPLES = 32;

/**
 * Gives an item the strings of an earlier one where they are the same. JSON.parse makes new ones each
 * time, though in a chat most of them repeat: they are a quarter of what an item takes, and the
 * collection of garbage is half of what a message costs (see the benchmark `messages`).
 */
export function createStringInterner(): (raw: WireItem) => void {
  /** Looked through one by one: that costs less than the hash of a string that was never seen. */
  const samples: Sample[] = [];
  return (raw: { -readonly [Key in keyof WireItem]: WireItem[Key] }) => {
    const { ParticipantId, ContactId, ContentType, InitialContactId, DisplayName } = raw;
    for (const sample of samples) {
      if (sample.ParticipantId !== ParticipantId) continue;
      if (ParticipantId) raw.ParticipantId = sample.ParticipantId;
      if (ContactId && ContactId === sample.ContactId) raw.ContactId = sample.ContactId;
      if (InitialContactId && InitialContactId === sample.InitialContactId) {
        raw.InitialContactId = sample.InitialContactId;
      }
      if (ContentType && ContentType === sample.ContentType) raw.ContentType = sample.ContentType;
      if (DisplayName && DisplayName === sample.DisplayName) raw.DisplayName = sample.DisplayName;
      return;
    }
    if (samples.length < MAX_SAMPLES) {
      samples.push({ ParticipantId, ContactId, ContentType, InitialContactId, DisplayName });
    }
  };
}

type Sample = Pick<
  WireItem,
  'ParticipantId' | 'ContactId' | 'ContentType' | 'InitialContactId' | 'DisplayName'
>;
