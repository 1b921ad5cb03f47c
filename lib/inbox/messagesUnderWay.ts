import { type ChatMessage, isMessage } from '../wire/index.js';
import type { Entries, Entry } from './entries.js';

/** Own messages that the service has not given back yet, by client token. */
export interface MessagesUnderWay {
  /** A message sets out; its id is its client token. */
  begin(message: ChatMessage): void;
  /** It has left: from now on the service may give it back before its answer comes. */
  left(clientToken: string): void;
  /**
   * The client token of the own message that `message` is, where its answer has not come yet or all
   * its answers were lost; it is on its way no longer.
   */
  echoed(message: ChatMessage): string | undefined;
  /** The id under which the message was given back before its answer came. */
  echoOf(clientToken: string): string | undefined;
  /** Takes the message off the way it is on, if it is on one. */
  settle(clientToken: string): ChatMessage | undefined;
  /** The message stays in the transcript as failed, at the place where that happened. */
  giveUp(clientToken: string, error: Error): void;
}

/** Nothing is on its way yet; what changes, changes in `entries`. */
export function messagesUnderWay(entries: Entries): MessagesUnderWay {
  /** In the order they were given. */
  const underWay = new Map<string, Entry & { readonly item: ChatMessage }>();
  /** The one of them that has left and waits for its answer. */
  let out: string | undefined;
  const givenUp = new Map<string, Entry>();
  /** The ids of those that were given back before their answer came. */
  const echoedIds = new Map<string, string>();

  const takeOff = (clientToken: string): ChatMessage | undefined => {
    const entry = underWay.get(clientToken);
    if (entry === undefined) return undefined;
    underWay.delete(clientToken);
    entries.remove(entry);
    return entry.item;
  };

  const forgetFailure = (clientToken: string) => {
    const entry = givenUp.get(clientToken);
    if (entry === undefined) return;
    givenUp.delete(clientToken);
    entries.remove(entry);
  };

  return {
    begin: (message) => {
      forgetFailure(message.id);
      underWay.set(message.id, entries.insertLast(message));
    },
    left: (clientToken) => {
      out = clientToken;
    },
    echoed: (message) => {
      // They go out one at a time, so it is the one that has left last, or one that was given up.
      if (out !== undefined && saysTheSame(underWay.get(out), message)) {
        const clientToken = out;
        echoedIds.set(clientToken, message.id);
        takeOff(clientToken);
        return clientToken;
      }
      for (const [clientToken, entry] of givenUp) {
        if (!saysTheSame(entry, message)) continue;
        forgetFailure(clientToken);
        return clientToken;
      }
      return undefined;
    },
    echoOf: (clientToken) => echoedIds.get(clientToken),
    settle: (clientToken) => {
      echoedIds.delete(clientToken);
      return takeOff(clientToken);
    },
    giveUp: (clientToken, error) => {
      const message = takeOff(clientToken);
      if (message === undefined) return;
      const failed = { ...message, status: 'failed' as const, error };
      givenUp.set(clientToken, entries.insert(failed, entries.newestTime, 'live'));
    },
  };
}

const saysTheSame = (entry: Entry | undefined, message: ChatMessage) =>
  entry !== undefined &&
  isMessage(entry.item) &&
  entry.item.content === message.content &&
  entry.item.contentType === message.contentType;
