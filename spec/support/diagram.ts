/**
 * What an operator does, in marbles: its spec runs it, and `scripts/marbles.mjs` draws it for
 * docs/operators.md. So the picture shows what happens.
 */
export interface Diagram {
  /** The source: hot, or cold where there are `subscriptions`. */
  readonly source: string;
  /** As it is written, with what it is told. */
  readonly operator: string;
  readonly expected: string;
  /** When the source is subscribed; drawn as a line each. */
  readonly subscriptions?: readonly string[];
  /** What a marble says, by its character. A capital letter has the colour of its small one. */
  readonly labels?: Readonly<Record<string, string>>;
}
