/** What a scripted customer does next. */
export type Step =
  /** Types for a while, then sends `text`. */
  | { readonly type: 'says'; readonly text: string }
  /** Waits for an agent to say something, and reads it; goes on without after `atMostMs`. */
  | { readonly type: 'awaits'; readonly atMostMs: number }
  | { readonly type: 'pauses'; readonly ms: number }
  /** Leaves, which ends the chat. */
  | { readonly type: 'leaves' };

/** A customer with what they have come for. */
export interface ScriptedCustomer {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** How long the longest of all ways through `steps` takes, in milliseconds. */
export const longestMs = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => {
    switch (step.type) {
      case 'says':
        return sum + typingMs(step.text);
      case 'awaits':
        return sum + step.atMostMs;
      case 'pauses':
        return sum + step.ms;
      case 'leaves':
        return sum;
    }
  }, 0);

/** How long somebody types a text, in milliseconds. */
export const typingMs = (text: string): number => Math.min(2_500, 500 + text.length * 20);
