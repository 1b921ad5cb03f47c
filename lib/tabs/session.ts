import { Observable, type SchedulerLike, Subscription } from 'rxjs';
import {
  type Chat,
  ChatError,
  type ChatLogger,
  type ChatOptions,
  type Connection,
  type PageHide,
} from '../lite.js';
import { COMMANDS, type SharedCommands } from './commands.js';
import { decodeEvent, encodeEvent, type FeedEvent } from './feed.js';
import { type Leader, lead } from './leader.js';
import { leaderWatch } from './leaderWatch.js';
import type { Mirror } from './mirror.js';
import { observe } from './observe.js';
import { decodeError, encodeError } from './sharedError.js';
import {
  type Answer,
  decodeShared,
  encodeShared,
  isLater,
  isSame,
  type TabMessage,
  type Term,
} from './tabMessage.js';
import type { TabChannel, TabLocks } from './tabsOptions.js';
import { uuid } from './uuid.js';

export const NOT_SHARED = 'tabs cannot share the chat: each has a chat of its own';

/** What a tab needs to take part. */
export interface SessionOptions {
  /** Of the lock and of the channel. */
  readonly name: string;
  readonly locks: TabLocks;
  readonly openChannel: (name: string) => TabChannel;
  readonly createChat: (options: ChatOptions) => Chat;
  readonly chatOptions: ChatOptions;
  /** Never goes to other tabs. */
  readonly secret: string;
  readonly mirror: Mirror;
  readonly commands: SharedCommands;
  readonly scheduler: SchedulerLike;
  readonly random: () => number;
  readonly pageHide$: Observable<PageHide>;
  readonly frozen$: Observable<unknown>;
  readonly back$: Observable<unknown>;
  readonly visible$: Observable<boolean>;
  readonly warn: ChatLogger['warn'];
  /** The chat is over. */
  readonly ended: () => void;
}

/**
 * This tab's part in the chat, while subscribed: it leads if it holds the lock, and follows the leader else.
 *
 * - **Emits** each connection of the chat, whichever tab makes it.
 * - **Completes** at the end of the chat.
 * - **Errors** as the leader's `connect()` does.
 * - **Unsubscribing** hands the lead over.
 */
export const tabSession = (options: SessionOptions): Observable<Connection> =>
  new Observable((subscriber) => {
    const { mirror, commands, back$, frozen$, pageHide$ } = options;
    let part: Part | undefined;
    const begin = () => {
      part ??= takePart(options, (error) => {
        subscriber.error(error);
      });
      if (subscriber.closed) pause(); // by who heard that it is connecting
    };
    const pause = (event?: PageHide) => {
      const left = part;
      part = undefined;
      left?.leave(event);
    };
    subscriber.add(
      mirror.connections$.subscribe({
        next: (connection) => {
          subscriber.next(connection);
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          subscriber.complete();
        },
      }),
    );
    subscriber.add(observe(pageHide$, pause));
    subscriber.add(
      observe(frozen$, () => {
        pause();
      }),
    );
    subscriber.add(observe(back$, begin));
    subscriber.add(() => {
      pause();
      commands.fail('NotConnected', 'connect() has no subscriber');
      mirror.leave();
    });
    begin();
  });

/** A tab that takes part. */
interface Part {
  leave(event?: PageHide): void;
}

/** A leader that is over, or cannot connect, keeps the lead so long, so that the others hear of that first. */
const OVER_MS = 100;
/** A new leader does not know yet who else is there: for so long, it tells all that happens to whoever is. */
const GREETING_MS = 2_000;
/** A hidden leader that is not connected for so long has a tab that is seen take the lead. */
const SLOW_MS = 1_000;
/** What these commands have done is to be known to the next leader before anybody is told. */
const LASTING: ReadonlySet<string> = new Set([
  ...['sendMessage', 'resend', 'markRead', 'markDelivered'],
]);

function takePart(options: SessionOptions, failed: (error: ChatError) => void): Part {
  const { name, locks, openChannel, mirror, commands, scheduler, random, warn } = options;
  const self = uuid(random);
  const channel = openChannel(name);
  const running = new Subscription();
  const others = new Set<string>();
  /** Commands of other tabs, by the tab and their id there. */
  const asked = new Map<string, Subscription>();
  const share = stringSharer();
  let term: Term | undefined;
  /** How many events of this term have been told. */
  let seq = 0;
  let leader: Leader | undefined;
  let leadsSince = 0;
  /** Whether this tab has all that the leader has, so that it can follow what that tells. */
  let isSynced = false;
  let isOver = false;
  let isLeft = false;
  /** Whether there are no locks here, so that this tab does not listen to the others. */
  let isAlone = false;
  let isSeen = true;
  /** Since when the leader has said that it is slow. */
  let slowSince: number | undefined;
  let waiting: Subscription | undefined;
  let holding: Subscription | undefined;

  const post = (message: TabMessage) => {
    if (!isLeft && !isAlone) channel.post(message);
  };
  const hello = () => {
    isSynced = false;
    post({ kind: 'hello', from: self });
  };
  const mayHaveOthers = () => others.size > 0 || scheduler.now() < leadsSince + GREETING_MS;

  const handle = (event: FeedEvent) => {
    isOver ||= event.kind === 'failed' || event.kind === 'ended';
    mirror.receive(event);
    if (event.kind === 'failed') failed(event.error);
    if (event.kind === 'ended') options.ended();
  };
  const publish = (event: FeedEvent) => {
    seq++;
    if (mayHaveOthers() && term) {
      post({ kind: 'feed', from: self, term, seq, event: encodeEvent(event) });
    }
    handle(event);
  };

  const watch = leaderWatch({
    scheduler,
    random,
    ping: () => {
      post({ kind: 'ping', from: self });
    },
    silent: () => {
      ask(true);
    },
  });

  const isSlow = () => {
    const { state } = mirror;
    const isConnected = state.status === 'connected' && state.transport === 'websocket';
    return !isSeen && !isConnected;
  };
  /** The timers of a hidden page run once a second, or once a minute: one that is seen does better. */
  const relieve = (isLeaderSlow: boolean) => {
    if (!isSeen || !isLeaderSlow) {
      slowSince = undefined;
      return;
    }
    slowSince ??= scheduler.now();
    if (scheduler.now() - slowSince < SLOW_MS) return;
    slowSince = undefined;
    ask(true);
  };

  /** Another tab leads from now on. */
  const follow = (next: Term) => {
    if (leader) stepDown();
    term = next;
    seq = 0;
    watch.alive();
    mirror.handOver();
    if (isSynced) resume();
    else hello();
  };
  /** Gives the leader what is to be done. */
  const resume = () => {
    post({ kind: 'drafts', from: self, drafts: mirror.drafts });
    commands.carryBy(({ id, name: command, args, act, subscriber }) => {
      try {
        post({ kind: 'ask', from: self, id, name: command, args });
      } catch {
        const because = 'an argument cannot be cloned for the leading tab';
        subscriber.error(new ChatError('InvalidArgument', `cannot ${act}: ${because}`));
      }
      return () => {
        post({ kind: 'cancel', from: self, id });
      };
    });
  };

  const takeLead = () => {
    watch.stop();
    isSynced = true;
    term = { at: Math.max(scheduler.now(), (term?.at ?? 0) + 1), by: self };
    seq = 0;
    leadsSince = scheduler.now();
    mirror.handOver();
    post({ kind: 'lead', from: self, term });
    const leading = lead({ ...options, publish, hasFollowers: mayHaveOthers });
    // Who hears of it may have unsubscribed.
    if (isOver || isLeft) {
      leading.drop();
      return;
    }
    leader = leading;
    commands.carryBy(({ name: command, args, subscriber }) => {
      // Another leader goes on with what this one has not answered.
      const isHeard = () => leader === leading;
      const subscription = leading.perform(command, args).subscribe({
        next: (value) => {
          if (isHeard()) subscriber.next(value);
        },
        error: (error: unknown) => {
          if (isHeard()) subscriber.error(error);
        },
        complete: () => {
          if (isHeard()) subscriber.complete();
        },
      });
      return () => {
        subscription.unsubscribe();
      };
    });
  };
  const stopLeading = (): Leader | undefined => {
    const left = leader;
    leader = undefined;
    commands.carryBy(undefined);
    return left;
  };
  const forgetAsked = () => {
    for (const command of asked.values()) command.unsubscribe();
  };
  /** Another tab has taken the lead. */
  const stepDown = () => {
    stopLeading()?.drop();
    forgetAsked();
    isSynced = false;
    holding?.unsubscribe();
    ask(false);
    watch.ask();
  };

  /** Waits for the lock, or takes it. */
  const ask = (steal: boolean) => {
    const request = new Subscription();
    if (!steal) waiting = request;
    running.add(request);
    request.add(
      locks.hold(name, steal).subscribe({
        next: () => {
          if (steal) waiting?.unsubscribe();
          holding = request;
          if (!leader) takeLead();
        },
        complete: () => {
          if (leader && holding === request) stepDown();
        },
        error: () => {
          warn(NOT_SHARED, { missing: 'Web Locks' });
          isAlone = true;
          if (!leader) takeLead();
        },
      }),
    );
  };

  const answer = (message: TabMessage & { readonly kind: 'ask' }) => {
    const { from: to, id, name: command, args } = message;
    const key = `${to} ${id}`;
    const leading = leader;
    if (leading === undefined || asked.has(key) || !COMMANDS.includes(command)) return;
    const reply = (given: Answer) => {
      if (leader === leading) post({ kind: 'answer', from: self, to, id, answer: given });
    };
    const subscription = new Subscription();
    asked.set(key, subscription);
    subscription.add(() => asked.delete(key));
    subscription.add(
      leading.perform(command, args).subscribe({
        next: (value) => {
          if (LASTING.has(command)) leading.save();
          try {
            reply({ kind: 'next', value });
          } catch {
            const because = 'the answer cannot be cloned for another tab';
            const error = new ChatError('Unsupported', `cannot ${command}: ${because}`);
            reply({ kind: 'error', error: encodeError(error) });
          }
        },
        error: (error: unknown) => {
          reply({ kind: 'error', error: encodeError(error) });
          subscription.unsubscribe();
        },
        complete: () => {
          reply({ kind: 'complete' });
          subscription.unsubscribe();
        },
      }),
    );
  };

  /** Whether the message is of the present leader; one of a later leader has this tab follow that. */
  const isOfLeader = (message: { readonly term: Term }): boolean => {
    if (isLater(message.term, term)) follow(message.term);
    if (leader || !isSame(message.term, term)) return false;
    watch.alive();
    return true;
  };

  const receive = (message: TabMessage) => {
    if (message.kind === 'bye') others.delete(message.from);
    else others.add(message.from);
    switch (message.kind) {
      case 'hello':
        if (leader && term) {
          const shared = encodeShared(mirror.share());
          post({ kind: 'state', from: self, term, seq, to: message.from, shared });
        }
        break;
      case 'ping':
        if (!leader) watch.asked();
        else if (term) post({ kind: 'pong', from: self, term, seq, isSlow: isSlow() });
        break;
      case 'lead':
        isOfLeader(message);
        break;
      case 'pong':
        if (!isOfLeader(message)) return;
        if (isSynced && message.seq !== seq) hello();
        relieve(message.isSlow);
        break;
      case 'state':
        if (message.to !== self || leader || isLater(term ?? message.term, message.term)) return;
        ({ term, seq } = message);
        watch.alive();
        isSynced = true;
        mirror.join(decodeShared(message.shared, share));
        resume();
        break;
      case 'feed':
        if (!isOfLeader(message) || !isSynced) return;
        if (message.seq === seq + 1) {
          seq++;
          handle(decodeEvent(message.event, share));
        } else hello();
        break;
      case 'ask':
        answer(message);
        break;
      case 'cancel':
        asked.get(`${message.from} ${message.id}`)?.unsubscribe();
        leader?.save(); // so that the next leader does not send it
        break;
      case 'answer': {
        const call = message.to === self ? commands.call(message.id) : undefined;
        const { answer: given } = message;
        if (given.kind === 'next') call?.subscriber.next(given.value);
        else if (given.kind === 'error') call?.subscriber.error(decodeError(given.error));
        else call?.subscriber.complete();
        break;
      }
      case 'drafts':
        leader?.adopt(message.drafts);
    }
  };

  running.add(
    observe(channel.messages$, (message) => {
      if (!isAlone) receive(message as TabMessage);
    }),
  );
  running.add(
    observe(options.visible$, (isVisible) => {
      isSeen = isVisible;
    }),
  );
  running.add(() => {
    watch.stop();
    channel.close();
  });
  const { status } = mirror.state;
  if (status === 'idle' || status === 'failed') {
    mirror.setState({ status: 'connecting', attempt: 1 });
  }
  hello();
  watch.ask();
  ask(false);

  return {
    leave: (event) => {
      const left = stopLeading();
      // The last tab: its chat does what it does when the page goes, which closing it would cancel.
      if (event?.persisted === false && others.size === 0) left?.hide(event);
      else left?.handOver();
      forgetAsked();
      post({ kind: 'bye', from: self });
      isLeft = true;
      watch.stop();
      if (isOver && left) {
        scheduler.schedule(() => {
          running.unsubscribe();
        }, OVER_MS);
      } else running.unsubscribe();
    },
  };
}

/** Gives the same string for equal ones: of strings that came apart, each would take memory of its own. */
function stringSharer(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const shared = known.get(text);
    if (shared !== undefined) return shared;
    if (known.size >= MAX_SHARED) known.clear();
    known.set(text, text);
    return text;
  };
}

/** A chat has a handful of participants, who write a handful of content types. */
const MAX_SHARED = 100;
