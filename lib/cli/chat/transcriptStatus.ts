import { type ChatMessage, isMessage, type Transcript } from '../../lite.js';
import { endOf, inOneRow } from '../text/index.js';
import type { Status } from './output.js';
import { speakerOf } from './speakerOf.js';

/** How far back an own message is looked for. */
const LOOK_BACK = 50;
/** How many characters of a growing answer are shown: its end. */
const TAIL = 40;

/** The newest message, from the end, without making the items. */
export function newestMessage(
  transcript: Transcript,
  is: (message: ChatMessage) => boolean = () => true,
): ChatMessage | undefined {
  for (let index = 1; index <= LOOK_BACK; index++) {
    const item = transcript.at(-index);
    if (item && isMessage(item) && is(item)) return item;
  }
  return undefined;
}

/** What of the status the transcript tells. */
export function transcriptStatus(transcript: Transcript): Pick<Status, 'own' | 'growing'> {
  const growing = newestMessage(transcript, ({ partial }) => partial === true);
  return {
    own: newestMessage(transcript, ({ status }) => status !== undefined)?.status,
    growing: growing && growingText(growing),
  };
}

const growingText = ({ participant, content }: ChatMessage): string =>
  `${speakerOf(participant)}: …${endOf(inOneRow(content), TAIL)}`;
