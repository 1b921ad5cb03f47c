import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { recordMetrics } from '../../examples/opentelemetry/recordMetrics.js';
import { virtualChat } from '../chat/support/virtualChat.js';
import { watch } from '../chat/support/watch.js';

describe('the OpenTelemetry example', () => {
  it('records calls, sockets, losses, gaps and the queue', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const { advance, agent, chat, emulator } = virtualChat();
    recordMetrics(chat, provider.getMeter('rx-connect-chat'));

    watch(chat.connect());
    advance(1_000);
    watch(chat.sendMessage('hello'));
    emulator.faults.cutSockets();
    agent.say('missed');
    advance(5_000);
    emulator.faults.sendRaw('{');
    advance(1_000);
    await reader.forceFlush();
    await provider.shutdown();

    const metrics = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    const points = new Map(
      metrics.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        dataPoints.map(({ attributes, value }) => ({ attributes, value })),
      ]),
    );
    expect([...points.keys()].sort()).toEqual([
      'chat.api.attempts',
      'chat.api.duration',
      'chat.connection.lost',
      'chat.gap.items',
      'chat.queue.length',
      'chat.socket.life',
      'chat.socket.open.duration',
      'chat.unreadable',
    ]);
    expect(points.get('chat.api.attempts')).toContainEqual({
      attributes: { operation: 'SendMessage' },
      value: 1,
    });
    expect(points.get('chat.socket.life')).toMatchObject([{ attributes: { code: 1006 } }]);
    expect(points.get('chat.queue.length')).toEqual([{ attributes: {}, value: 0 }]);
    expect(points.get('chat.unreadable')).toEqual([
      { attributes: { kind: 'bad-frame' }, value: 1 },
    ]);
  });
});
