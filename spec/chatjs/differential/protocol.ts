/** Which `connect.ChatSession` a process runs. */
export type ClientName = 'theirs' | 'ours';

/** What the process of a client is told. */
export type Instruction =
  | { readonly kind: 'config'; readonly config: object }
  | { readonly kind: 'create'; readonly session: string; readonly args: object }
  /** Handlers are put on: for `methods`, or for everything but the transcript. */
  | { readonly kind: 'listen'; readonly session: string; readonly methods?: readonly string[] }
  | {
      readonly kind: 'call';
      readonly session: string;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  /** A handler that throws is put on. */
  | { readonly kind: 'throw'; readonly session: string; readonly method: string };

/** How an instruction went. */
export type Outcome =
  | { readonly outcome: 'resolved' | 'returned'; readonly value: unknown }
  | { readonly outcome: 'rejected' | 'thrown'; readonly value: unknown };

/** What the process of a client tells. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly outcome: Outcome }
  | {
      readonly kind: 'event';
      readonly session: string;
      readonly name: string;
      readonly event: unknown;
    }
  | { readonly kind: 'request'; readonly request: WireRequest }
  /** An error that nothing caught. */
  | { readonly kind: 'uncaught'; readonly message: string };

/** A request as it left the client. */
export interface WireRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly bearer: string | undefined;
  readonly body: unknown;
}
