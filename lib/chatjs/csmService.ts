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
  const add = (
    name: string,
    value: number,
    Metric: string,
    Category: string,
    others: readonly Dimension[] = [],
    unit: ClientMetric['unit'] = 'Count',
  ) => {
    const dimensions: Record<string, string> = { WidgetType: service.widgetType, Category, Metric };
    for (const other of others) dimensions[other.name] = other.value;
    service.addMetric({ name, value, unit, dimensions });
  };

  const service: CsmService = {
    widgetType: 'CustomChatWidget',
    loadCsmScriptAndExecute: () => undefined,
    initializeCSM: () => undefined,
    updateCsmConfig: (config) => {
      service.widgetType = config?.widgetType ?? service.widgetType;
      sink = config?.sink ?? sink;
    },
    addMetric: (metric) => {
      try {
        sink?.(metric);
      } catch {
        // A sink is not let break a chat.
      }
    },
    addCountMetric: (method, category) => {
      add(method, 1, method, category);
    },
    addCountAndErrorMetric: (method, category, error, others) => {
      add(method, 1, method, category, others);
      add(`${method}Error`, error ? 1 : 0, method, category, others);
    },
    addLatencyMetric: (method, ms, category, others) => {
      add(`${method}Latency`, ms, method, category, others, 'Milliseconds');
    },
    addLatencyMetricWithStartTime: (method, startTime, category, others) => {
      service.addLatencyMetric(method, now() - startTime, category, others);
    },
    addAgentCountMetric: (metricName, value) => {
      add(metricName, value, metricName, 'Agent');
    },
  };
  return service;
}
