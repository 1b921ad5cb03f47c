import type { WireItem } from 'rx-connect-chat/lite';

/** When the chats of the benchmarks begin. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
const CONTACT = '7f4e1c52-0d0c-4a1c-8a8e-3f9f5c3d1b11';
const AGENT = '1d8c7d8e-52a1-4f0d-9c8c-0a4a4b0d6a22';

/** An agent's text, as the service writes it. `at` is in milliseconds since the chat began. */
export const wireMessage = (id: number, at: number, contactId = CONTACT): WireItem => ({
  AbsoluteTime: new Date(EPOCH_MS + at).toISOString(),
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: `Message ${id}: thank you for waiting, your order has left our warehouse this morning.`,
  Id: `0b5f7a4e-6f0e-4a55-9d3b-${String(id).padStart(12, '0')}`,
  ParticipantId: AGENT,
  DisplayName: 'Bea',
  ParticipantRole: 'AGENT',
  ContactId: contactId,
  InitialContactId: contactId,
});

/** The frame in which the websocket brings `item`. */
export const frameOf = (item: WireItem): string =>
  JSON.stringify({
    topic: 'aws/chat',
    contentType: 'application/json',
    content: JSON.stringify(item),
  });

/** Frames of `count` messages, 10 ms apart, the first numbered and timed by `from`. */
export const frames = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, i) => frameOf(wireMessage(from + i, (from + i) * 10)));

/** Frames of `count` messages that belong in between those of {@link frames}, evenly spread. */
export const lateFrames = (count: number, among: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => {
    const place = Math.floor(((i + 0.5) * among) / count);
    return frameOf(wireMessage(500_000_000 + i, place * 10 + 5));
  });

export const chatDetails = {
  contactId: CONTACT,
  participantId: '5a8d4e1b-3e0f-4d4b-b5a5-7d8e1f2a3b33',
  participantToken: 'participant-token',
};
