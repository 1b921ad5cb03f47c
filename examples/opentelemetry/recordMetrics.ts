import type { Meter } from '@opentelemetry/api';
import type { Subscription } from 'rxjs';
import type { Chat } from 'rx-connect-chat';

/**
 * Records what `chat` measures with an OpenTelemetry meter, until the chat is over or the subscription
 * is ended. Attributes hold operations, outcomes and codes; no ids, tokens or texts.
 */
export function recordMetrics(chat: Chat, meter: Meter): Subscription {
  const calls = meter.createHistogram('chat.api.duration', { unit: 'ms' });
  const attempts = meter.createCounter('chat.api.attempts');
  const opened = meter.createHistogram('chat.socket.open.duration', { unit: 'ms' });
  const closed = meter.createHistogram('chat.socket.life', { unit: 'ms' });
  const lost = meter.createCounter('chat.connection.lost');
  const gaps = meter.createHistogram('chat.gap.items', { unit: '{item}' });
  const unfilled = meter.createCounter('chat.gap.unfilled');
  const queue = meter.createGauge('chat.queue.length', { unit: '{message}' });
  const dropped = meter.createCounter('chat.messages.dropped', { unit: '{message}' });
  const unreadable = meter.createCounter('chat.unreadable');

  return chat.metrics$.subscribe((metric) => {
    switch (metric.type) {
      case 'api': {
        const { operation, outcome, ms } = metric;
        calls.record(ms, { operation, outcome });
        attempts.add(metric.attempts, { operation });
        break;
      }
      case 'socket-opened':
        opened.record(metric.ms);
        break;
      case 'socket-closed':
        closed.record(metric.ms, { code: metric.code ?? 'none' });
        break;
      case 'connection-lost':
        lost.add(1);
        break;
      case 'gap-filled':
        gaps.record(metric.items);
        break;
      case 'gap-unfilled':
        unfilled.add(1);
        break;
      case 'queue':
        queue.record(metric.length);
        break;
      case 'dropped':
        dropped.add(metric.messages);
        break;
      case 'bad-frame':
      case 'bad-item':
      case 'gateway-error':
        unreadable.add(1, { kind: metric.type });
        break;
    }
  });
}
