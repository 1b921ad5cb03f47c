import type { SchedulerLike } from 'rxjs';
import { IllegalArgument } from './errors.js';
import { EVENT_NAMES } from './eventNames.js';
import type { ChatEvents } from './events.js';
import type { Logger } from './logManager.js';

type HandlerMethod = keyof ChatEvents;
type Handler = (event: object, eventName: string) => unknown;
interface Registration {
  readonly handler: Handler;
}

/** The handlers of one session, by the name of the method that takes them. */
export interface Handlers {
  /** Returns a function that removes the handler. @throws IllegalArgument if it is not a function */
  readonly on: (name: HandlerMethod, handler: (event: never) => void) => () => void;
  /**
   * Calls the handlers soon, in a task of their own, after those of earlier events. If one throws, the
   * error is logged and the others are called. `onEnded` is the last event.
   */
  readonly emit: (name: HandlerMethod, event: object) => void;
  /** Removes all handlers. */
  readonly drop: () => void;
}

export function createHandlers(scheduler: SchedulerLike, log: Logger): Handlers {
  const registered = new Map<HandlerMethod, readonly Registration[]>();
  const of = (name: HandlerMethod) => registered.get(name) ?? [];
  let queue: (readonly [name: HandlerMethod, event: object])[] = [];

  const call = (name: HandlerMethod, event: object) => {
    for (const registration of of(name)) {
      if (!of(name).includes(registration)) continue; // an earlier handler has removed it
      try {
        registration.handler(event, EVENT_NAMES[name]);
      } catch (error) {
        log.error(`a handler of ${name} has thrown`, whereThrown(error));
      }
    }
  };
  const flush = () => {
    const due = queue;
    queue = [];
    for (const [name, event] of due) {
      call(name, event);
      if (name === 'onEnded') registered.clear();
    }
  };

  return {
    on: (name, handler) => {
      if (typeof handler !== 'function') throw new IllegalArgument(`${name} needs a function`);
      const registration = { handler: handler as unknown as Handler };
      registered.set(name, [...of(name), registration]);
      return () => {
        registered.set(
          name,
          of(name).filter((other) => other !== registration),
        );
      };
    },
    emit: (name, event) => {
      if (queue.push([name, event]) === 1) scheduler.schedule(flush);
    },
    drop: () => {
      registered.clear();
    },
  };
}

/** What to log of an error. Its message is left out: that of `JSON.parse`, for one, quotes the text of a chat. */
function whereThrown(error: unknown): object {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const { name, message } = error;
  const stack: unknown = error.stack; // anybody may have set it
  const frames = (typeof stack === 'string' ? stack : '')
    .replace(message, '')
    .split('\n')
    .filter((line) => /:\d+:\d+\)?$/.test(line))
    .slice(0, 5)
    .map((line) => line.trim());
  return { name, frames };
}
