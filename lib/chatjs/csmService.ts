/** Something counted or measured at this page. It goes to the page's sink and nowhere else. */
export interface ClientMetric {
  readonly name: string;
  readonly value: number;
  readonly unit: 'Count' | 'Milliseconds';
  readonly dimensions: Readonly<Record<string, string>>;
}

/** `csmConfig` of `setGlobalConfig`. */
export interface CsmConfig {
  /** The dimension `WidgetType` of every metric. @defaultValue CustomChatWidget */
  readonly widgetType?: string | undefined;
  /** Where metrics go. @defaultValue nowhere */
  readonly sink?: ((metric: ClientMetric) => void) | undefined;
}

interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** `connect.csmService`: client-side metrics in the form that pages know. It loads nothing. */
export interface CsmService {
  widgetType: string;
  loadCsmScriptAndExecute(): void;
  initializeCSM(): void;
  updateCsmConfig(config?: CsmConfig): void;
  addMetric(metric: ClientMetric): void;
  addCountMetric(method: string, category: string): void;
  addCountAndErrorMetric(
    method: string,
    category: string,
    error: unknown,
    otherDimensions?: readonly Dimension[],
  ): void;
  addLatencyMetric(
    method: string,
    ms: number,
    category: string,
    otherDimensions?: readonly Dimension[],
  ): void;
  addLatencyMetricWithStartTime(
    method: string,
    startTime: number,
    category: string,
    otherDimensions?: readonly Dimension[],
  ): void;
  addAgentCountMetric(metricName: string, count: number): void;
}

/** @param now - the time in milliseconds. */
export function createCsmService(now: () => number): CsmService {
  let sink: CsmConfig['sink'];
  const count = (
    name: string,
    value: number,
    category: string,
    metricName: string,
    others: readonly Dimension[] = [],
  ) => {
    service.addMetric({
      name: metricName,
      value,
      unit: 'Count',
      dimensions: dimensionsOf(name, category, others),
    });
  };
  const dimensionsOf = (name: string, category: string, others: readonly Dimension[]) => ({
    WidgetType: service.widgetType,
    Category: category,
    Metric: name,
    ...Object.fromEntries(others.map(({ name: key, value }) => [key, value])),
  });

  const service: CsmService = {
    widgetType: 'CustomChatWidget',
    loadCsmScriptAndExecute: () => undefined,
    initializeCSM: () => undefined,
    updateCsmConfig: (config) => {
      if (typeof config !== 'object' || config === null) return;
      service.widgetType = config.widgetType ?? service.widgetType;
      sink = config.sink ?? sink;
    },
    addMetric: (metric) => {
      try {
        sink?.(metric);
      } catch {
        // A sink is not let break a chat.
      }
    },
    addCountMetric: (method, category) => {
      count(method, 1, category, method);
    },
    addCountAndErrorMetric: (method, category, error, others) => {
      count(method, 1, category, method, others);
      count(method, error ? 1 : 0, category, `${method}Error`, others);
    },
    addLatencyMetric: (method, ms, category, others = []) => {
      service.addMetric({
        name: `${method}Latency`,
        value: ms,
        unit: 'Milliseconds',
        dimensions: dimensionsOf(method, category, others),
      });
    },
    addLatencyMetricWithStartTime: (method, startTime, category, others) => {
      service.addLatencyMetric(method, now() - startTime, category, others);
    },
    addAgentCountMetric: (metricName, value) => {
      count(metricName, value, 'Agent', metricName);
    },
  };
  return service;
}
