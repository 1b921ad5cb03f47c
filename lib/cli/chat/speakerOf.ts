import type { Participant } from '../../lite.js';
import { inOneRow } from '../text/index.js';

/** What oneself is called. */
export const ONESELF = 'You';

/** What somebody else is called: by name, and by role where it has none, or would be taken for oneself. */
export function speakerOf({
  displayName,
  role,
}: Pick<Participant, 'displayName' | 'role'>): string {
  const name = inOneRow(displayName);
  return name.toLowerCase() === ONESELF.toLowerCase() ? `${name} (${role})` : name || role;
}
