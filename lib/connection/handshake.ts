import { Observable, type SchedulerLike, type Subscriber, type Subscription } from 'rxjs';
import { ChatError } from '../api/index.js';
import { listen, scheduleOnce } from '../rx/index.js';
import { type Frame, SUBSCRIBE_FRAME } from '../wire/index.js';

/** Source: docs/protocol.md, "Websocket"; times in milliseconds. */
const ANSWER_TIMEOUT_MS = 1_000;
const MAX_UNANSWERED = 3;
const REFUSED_DELAY_MS = 500;
const MAX_REFUSED = 5;

/**
 * Subscribes the socket to the chat's items, and repeats the request until the service agrees.
 *
 * - **Emits** once, when the service has answered `success`, and completes.
 * - **Errors** with `Network` if it refused five repeats, or left three unanswered.
 * - **Unsubscribing** stops the timers.
 */
export const subscribeToChat = (
  send: (frame: string) => void,
  frames$: Observable<Frame>,
  scheduler: SchedulerLike,
): Observable<void> =>
  new Observable((subscriber) => {
    const handshake = new Handshake(subscriber, send, scheduler);
    subscriber.add(handshake);
    listen(frames$, subscriber, (frame) => handshake.answer(frame));
    handshake.request();
  });

class Handshake {
  readonly #subscriber: Subscriber<void>;
  readonly #send: (frame: string) => void;
  readonly #scheduler: SchedulerLike;
  #refused = 0;
  #unanswered = 0;
  #isPending = false;
  #timer: Subscription | undefined;

  constructor(
    subscriber: Subscriber<void>,
    send: (frame: string) => void,
    scheduler: SchedulerLike,
  ) {
    this.#subscriber = subscriber;
    this.#send = send;
    this.#scheduler = scheduler;
  }

  request(): void {
    this.#isPending = true;
    this.#timer = scheduleOnce(ANSWER_TIMEOUT_MS, this.#scheduler, () => {
      if (this.#unanswered++ < MAX_UNANSWERED) this.request();
      else this.#fail('the service does not answer');
    });
    this.#send(SUBSCRIBE_FRAME);
  }

  answer(frame: Frame): void {
    if (frame.kind !== 'subscription' || !this.#isPending) return;
    this.#isPending = false;
    this.#timer?.unsubscribe();
    if (frame.status === 'success') {
      this.#subscriber.next();
      this.#subscriber.complete();
    } else if (this.#refused++ < MAX_REFUSED) {
      this.#timer = scheduleOnce(REFUSED_DELAY_MS, this.#scheduler, () => this.request());
    } else {
      this.#fail('the service refuses');
    }
  }

  unsubscribe(): void {
    this.#timer?.unsubscribe();
  }

  #fail(because: string): void {
    this.#subscriber.error(new ChatError('Network', `cannot subscribe to the chat: ${because}`));
  }
}
