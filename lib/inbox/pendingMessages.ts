import { type ChatMessage, textOf } from '../wire/index.js';
import { BEHIND_ALL, type Entries, type Entry } from './entries.js';

/** Own messages that the service has not given back yet, by client token. */
export interface PendingMessages {
  /** A message sets out; its id is its client token. */
  begin(message: ChatMessage): void;
  /** It has left: from now on the service may give it back before its answer comes. */
  left(clientToken: string): void;
  /**
   * The own message that `message` is, as it set out, if its answer has not come yet or all its answers
   * were lost; it is on its way no longer.
   */
  echoed(message: ChatMessage): ChatMessage | undefined;
  /** The id under which the message was given back before its answer came. */
  echoOf(clientToken: string): string | undefined;
  /** Takes the message off the way it is on, if it is on one. */
  settle(clientToken: string): ChatMessage | undefined;
  /** Takes the message back: it is gone, or where it had failed before, it has failed again. */
  withdraw(clientToken: string): void;
  /** The message stays in the transcript as failed, at the place where that happened. */
  giveUp(clientToken: string, error: Error): void;
  /** A message that had failed when the chat was left, behind those that have been restored. */
  restoreFailure(failed: ChatMessage): void;
  /** The message that was given up under `clientToken`, if there is one. */
  failure(clientToken: string): ChatMessage | undefined;
}

type OwnEntry = Entry & { readonly item: ChatMessage };

/** Nothing is on its way yet; what changes, changes in `entries`. */
export function pendingMessages(entries: Entries): PendingMessages {
  /** In the order they were given. */
  const underWay = new Map<string, OwnEntry>();
  /** Those of them that have left, so that the service may have them: mostly one. */
  const out = new Set<string>();
  const givenUp = new Map<string, OwnEntry>();
  /** Those that were given up and are on their way again. */
  const triedAgain = new Map<string, OwnEntry>();
  /** Those that were given back before their answer came, and under which id. */
  const echoes = new Map<string, { readonly id: string; readonly draft: ChatMessage }>();

  const takeOff = (clientToken: string): ChatMessage | undefined => {
    const entry = underWay.get(clientToken);
    if (entry === undefined) return undefined;
    underWay.delete(clientToken);
    out.delete(clientToken);
    triedAgain.delete(clientToken);
    entries.remove(entry);
    return entry.item;
  };

  const forgetFailure = (clientToken: string): OwnEntry | undefined => {
    const entry = givenUp.get(clientToken);
    if (entry === undefined) return undefined;
    givenUp.delete(clientToken);
    entries.remove(entry);
    return entry;
  };

  /** Behind what there is; where that is nothing yet, behind what comes. */
  const placeNow = () => entries.newestTime || BEHIND_ALL;

  const keepFailure = (item: ChatMessage, time: number) => {
    givenUp.set(item.id, { ...entries.insert(item, time, 'live'), item });
  };

  return {
    begin: (message) => {
      const failure = forgetFailure(message.id);
      if (failure) {
        triedAgain.set(message.id, failure);
        out.add(message.id);
      }
      underWay.set(message.id, entries.insertLast(message));
    },
    left: (clientToken) => {
      if (underWay.has(clientToken)) out.add(clientToken);
    },
    echoed: (message) => {
      for (const clientToken of out) {
        if (!saysTheSame(underWay.get(clientToken), message)) continue;
        const draft = takeOff(clientToken);
        if (draft) echoes.set(clientToken, { id: message.id, draft });
        return draft;
      }
      for (const [clientToken, entry] of givenUp) {
        if (!saysTheSame(entry, message)) continue;
        forgetFailure(clientToken);
        return entry.item;
      }
      return undefined;
    },
    echoOf: (clientToken) => echoes.get(clientToken)?.id,
    settle: (clientToken) => {
      echoes.delete(clientToken);
      return takeOff(clientToken);
    },
    withdraw: (clientToken) => {
      const failure = triedAgain.get(clientToken);
      echoes.delete(clientToken);
      takeOff(clientToken);
      if (failure) keepFailure(failure.item, failure.time);
    },
    restoreFailure: (failed) => {
      keepFailure(failed, placeNow());
    },
    failure: (clientToken) => givenUp.get(clientToken)?.item,
    giveUp: (clientToken, error) => {
      const message = takeOff(clientToken) ?? echoes.get(clientToken)?.draft;
      if (message === undefined) return;
      echoes.delete(clientToken);
      keepFailure({ ...message, status: 'failed', error }, placeNow());
    },
  };
}

const saysTheSame = (entry: OwnEntry | undefined, { content, contentType, raw }: ChatMessage) =>
  entry !== undefined &&
  entry.item.content === content &&
  entry.item.contentType === contentType &&
  ['', entry.item.participant.role].includes(textOf(raw.ParticipantRole));
