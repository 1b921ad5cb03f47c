import type { Attachment, ItemStatus, Participant } from '../wire/index.js';
import type { Transcript } from './transcript.js';

/** A transcript as it is kept in a file. Fields may be added; the version says when others change. */
export interface TranscriptJson {
  readonly version: 1;
  /** Oldest first. */
  readonly items: readonly TranscriptItemJson[];
  /** Whether there are items before the first one that are not in here. */
  readonly hasOlder: boolean;
  /** Behind which items some may be missing; `null` is before all. */
  readonly gaps: readonly { readonly after: string | null }[];
}

/** An item of a {@link TranscriptJson}. */
export interface TranscriptItemJson {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly content: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly participant: Participant;
  readonly attachments: readonly Attachment[];
  /** Of own messages. */
  readonly status?: ItemStatus;
}

/**
 * The transcript as data that `JSON.stringify` takes. It is the same whatever the service adds to its
 * items, and what is not known of them does not get into it.
 */
export const transcriptToJson = ({
  items,
  hasOlder,
  gaps,
}: Pick<Transcript, 'items' | 'hasOlder' | 'gaps'>): TranscriptJson => ({
  version: 1,
  items: items.map(
    ({ id, type, contentType, content, time, participant, attachments, status }) => ({
      id,
      type,
      contentType,
      content,
      time: time.toISOString(),
      participant: {
        id: participant.id,
        role: participant.role,
        displayName: participant.displayName,
      },
      attachments: attachments.map((file) => ({
        id: file.id,
        name: file.name,
        contentType: file.contentType,
        status: file.status,
      })),
      ...(status !== undefined && { status }),
    }),
  ),
  hasOlder,
  gaps: gaps.map(({ after }) => ({ after: after ?? null })),
});
