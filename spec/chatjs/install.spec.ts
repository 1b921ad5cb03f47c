import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { install } from '../../lib/chatjs/index.js';

interface Host {
  readonly connect: Record<string, unknown>;
}

describe('what importing the drop-in sets', () => {
  it('is a connect with all that pages look for', () => {
    const host = {} as Host;
    const ChatSession = install(host);
    expect(Object.keys(host.connect).sort()).toEqual([
      'ChatJS',
      'ChatSession',
      'LogLevel',
      'LogManager',
      'csmService',
    ]);
    expect(host.connect.ChatSession).toBe(ChatSession);
    expect(ChatSession.SessionTypes).toEqual({ AGENT: 'AGENT', CUSTOMER: 'CUSTOMER' });
  });

  it('leaves what amazon-connect-streams has set before', () => {
    const LogLevel = { INFO: 'INFO' };
    const core = {};
    const host = { connect: { LogLevel, core } };
    install(host);
    expect(host.connect).toMatchObject({ LogLevel, core });
    expect(host.connect.LogLevel).toBe(LogLevel);
  });

  it('says which version it is', () => {
    const manifest = readFileSync(join(__dirname, '../../package.json'), 'utf8');
    const { name, version } = JSON.parse(manifest) as { name: string; version: string };
    const host = {} as Host;
    install(host);
    expect(host.connect.ChatJS).toMatchObject({ name, version, source: 'npm' });
  });
});

describe('csmService', () => {
  it('gives metrics to the sink of the page, and nothing breaks where that throws', () => {
    const { csmService, setGlobalConfig } = install({});
    const metrics: unknown[] = [];
    csmService.addCountMetric('before', 'UI');
    setGlobalConfig({
      csmConfig: {
        widgetType: 'Mine',
        sink: (metric) => {
          metrics.push(metric);
          throw new Error('full');
        },
      },
    });
    csmService.addLatencyMetric('SendMessage', 12, 'API');
    expect(metrics).toEqual([
      {
        name: 'SendMessageLatency',
        value: 12,
        unit: 'Milliseconds',
        dimensions: { WidgetType: 'Mine', Category: 'API', Metric: 'SendMessage' },
      },
    ]);
  });
});
