import { defer, finalize, Subject } from 'rxjs';
import type { DisconnectParticipantRequest, PageHide } from '../../lib/lite.js';
import { virtualChat, type VirtualChatOptions } from './support/virtualChat.js';
import { watch } from './support/watch.js';

function hidingChat(options: VirtualChatOptions = { disconnectOnPageHide: true }) {
  const hides$ = new Subject<PageHide>();
  const { api, ...virtual } = virtualChat();
  virtual.chat.close();
  const requests: DisconnectParticipantRequest[] = [];
  let listeners = 0;
  const chat = virtual.create({
    chatDetails: virtual.contact.details,
    api: {
      ...api,
      disconnectParticipant: (request) => {
        requests.push(request);
        return api.disconnectParticipant(request);
      },
    },
    pageHide$: defer(() => {
      listeners++;
      return hides$.pipe(finalize(() => listeners--));
    }),
    ...options,
  });
  return { ...virtual, api, chat, hides$, requests, listeners: () => listeners };
}

describe('disconnectOnPageHide', () => {
  it('leaves the chat when the page goes, with a request that outlives it', () => {
    const { advance, chat, contact, hides$, requests } = hidingChat();
    const ended = watch(chat.ended$);
    watch(chat.connect());
    advance(1_000);
    hides$.next({ persisted: false });
    expect(requests).toEqual([
      { ConnectionToken: expect.any(String), ClientToken: expect.any(String), keepalive: true },
    ]);
    advance(10_000);
    expect(contact.ended).toBe(true);
    expect(ended.last?.reason).toBe('ended');
  });

  it('leaves at once, also while it is not connected', () => {
    const { advance, chat, emulator, hides$, requests } = hidingChat();
    watch(chat.connect());
    advance(1_000);
    emulator.faults.refuseSockets();
    emulator.faults.cutSockets();
    advance(5_000);
    hides$.next({ persisted: false });
    expect(requests).toHaveLength(1);
  });

  it('stays where the page may come back', () => {
    const { advance, chat, hides$, requests } = hidingChat();
    watch(chat.connect());
    advance(1_000);
    hides$.next({ persisted: true });
    expect(requests).toEqual([]);
  });

  it('stays without the option', () => {
    const { advance, chat, hides$, requests } = hidingChat({});
    watch(chat.connect());
    advance(1_000);
    hides$.next({ persisted: false });
    expect(requests).toEqual([]);
  });

  it('goes on where leaving fails', () => {
    const { advance, chat, emulator, hides$, requests } = hidingChat();
    const state = watch(chat.connectionState$);
    watch(chat.connect());
    advance(1_000);
    emulator.faults.failOperation('DisconnectParticipant', { times: 1 });
    hides$.next({ persisted: false });
    advance(10_000);
    expect(state.last?.status).toBe('connected');
    hides$.next({ persisted: false });
    expect(requests).toHaveLength(2);
  });

  it('listens while connect() has a subscriber, and never after the end', () => {
    const { advance, chat, hides$, listeners, requests } = hidingChat();
    expect(listeners()).toBe(0);
    const connection = watch(chat.connect());
    expect(listeners()).toBe(1);
    hides$.next({ persisted: false }); // there is no token yet to leave with
    expect(requests).toEqual([]);
    advance(1_000);
    connection.unsubscribe();
    expect(listeners()).toBe(0);
    watch(chat.connect());
    expect(listeners()).toBe(1);
    chat.close();
    expect(listeners()).toBe(0);
  });
});
