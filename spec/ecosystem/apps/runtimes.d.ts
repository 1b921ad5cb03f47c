// What the apps use of packages that are installed with the runtimes, and of what a bundler writes.

interface Runner {
  readonly it: (name: string, test: () => Promise<void>) => unknown;
  readonly equal: (actual: unknown, expected: unknown) => void;
  readonly fakeTime: () => void;
  readonly pass: (ms: number) => void;
  readonly realTime: () => void;
}

declare module '*/suite.cjs' {
  export function suite(runner: Runner): void;
}

declare module '*/scenario.cjs' {
  export function playScenario(place: {
    readonly endpoint: string;
    readonly createChat: unknown;
    readonly createSdkChat: unknown;
  }): Promise<unknown>;
}

interface Timers {
  useFakeTimers(): void;
  advanceTimersByTime(ms: number): void;
  useRealTimers(): void;
}

declare module 'bun:test' {
  export const it: Runner['it'];
  export function expect(actual: unknown): { toEqual(expected: unknown): void };
  export const jest: Timers;
}

declare module 'vitest' {
  export function it(
    name: string,
    options: { readonly timeout?: number } | (() => Promise<void>),
    test?: () => Promise<void>,
  ): void;
  export function expect(actual: unknown): { toEqual(expected: unknown): void };
  export const vi: Timers;
}

declare module 'mocha' {
  export const it: Runner['it'];
}

declare const Deno: { readonly test: Runner['it'] };

declare module 'miniflare' {
  export class Miniflare {
    constructor(options: {
      readonly modules: boolean;
      readonly scriptPath: string;
      readonly compatibilityDate: string;
    });
    dispatchFetch(url: string): Promise<Response>;
    dispose(): Promise<void>;
  }
}
