import { catchError, defer, EMPTY, mergeMap, type Subscription, takeUntil } from 'rxjs';
import { checkMessage, createOutbox, type OutgoingMessage, type Post } from '../../outbox/index.js';
import { asChatError, kindOf } from '../../participant/index.js';
import { lazilyFed } from '../../rx/index.js';
import type { Chat } from '../chat.js';
import type { CommandContext } from './commandContext.js';

/** Sending messages: in order, one at a time. */
export function messageCommands({
  api,
  begun,
  call,
  command,
  ending,
  ledger,
  memory: { resent$ },
  newToken,
  patiently,
  self,
  settings: { log, scheduler },
  views,
}: CommandContext): Pick<Chat, 'sendMessage' | 'resend' | 'outgoing'> {
  const act = 'send a message';
  const post: Post = ({ content: Content, contentType: ContentType }, ClientToken, leaves) =>
    command(act, () => {
      const send = (ConnectionToken: string) => {
        leaves();
        return api.sendMessage({ ConnectionToken, Content, ContentType, ClientToken });
      };
      return call('SendMessage', send, patiently);
    });
  const queued = (length: number) => {
    views.metric({ type: 'queue', length });
  };
  const outbox = createOutbox({ ledger, post, self, queued, resent$, scheduler });
  /** From the first message on. */
  let work: Subscription | undefined;
  const working = () => {
    work ??= outbox.work$.pipe(takeUntil(ending.over$)).subscribe();
    return outbox;
  };

  // Checked when called, so that all subscriptions share the message and its token.
  const submitted = (message: string | OutgoingMessage) => {
    const { clientToken = newToken(), ...checked } = checkMessage(message);
    return working().submit(checked, clientToken);
  };

  const dropped = (reason: string) => {
    log.warn('a message fed to outgoing is not sent', { reason });
  };
  /** What nobody waits for: how it went shows on its item. */
  const feed = lazilyFed<string | OutgoingMessage>((fed$) =>
    fed$
      .pipe(
        mergeMap((message) =>
          defer(() => submitted(message)).pipe(
            catchError((failure: unknown) => {
              const { code, message: reason } = asChatError(act, failure);
              if (code === 'InvalidArgument') dropped(reason);
              return EMPTY;
            }),
          ),
        ),
        takeUntil(ending.over$),
      )
      .subscribe(),
  );

  return {
    // At the end, `post` errs, so that the message stays as one that has failed.
    sendMessage: (message) => begun(act, () => submitted(message)),
    resend: (id) => begun('send a message again', ({ text }) => working().resubmit(text('id', id))),
    outgoing: {
      next: (message) => {
        if (ending.isOver) dropped('the chat is over');
        else feed(message);
      },
      error: (error: unknown) => {
        const reason = kindOf(error);
        log.warn('what was fed to outgoing has errored', { reason });
      },
      complete: () => undefined,
    },
  };
}
