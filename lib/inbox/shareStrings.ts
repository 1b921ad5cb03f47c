import type { WireItem } from '../wire/index.js';

/** How many participants' items are kept as samples; few chats have more than six. */
const MAX_SAMPLES = 32;

/**
 * Gives an item the strings of an earlier one where they are the same. JSON.parse makes new ones each
 * time, though in a chat most of them repeat: they are a quarter of what an item takes, and the
 * collection of garbage is half of what a message costs (see the benchmark `messages`).
 */
export function stringSharer(): (raw: WireItem) => void {
  const samples = new Map<string, WireItem>();
  return (raw: { -readonly [Key in keyof WireItem]: WireItem[Key] }) => {
    const { ParticipantId = '' } = raw;
    const sample = samples.get(ParticipantId);
    if (sample === undefined) {
      if (samples.size < MAX_SAMPLES) samples.set(ParticipantId, raw);
      return;
    }
    const { ContactId, InitialContactId, DisplayName } = sample;
    if (sample.ParticipantId) raw.ParticipantId = sample.ParticipantId;
    if (ContactId && ContactId === raw.ContactId) raw.ContactId = ContactId;
    if (InitialContactId && InitialContactId === raw.InitialContactId) {
      raw.InitialContactId = InitialContactId;
    }
    if (DisplayName && DisplayName === raw.DisplayName) raw.DisplayName = DisplayName;
  };
}
