/** A browser of any engine, as far as a spec that runs in all of them needs it. */
export interface DrivenBrowser {
  readonly version: string;
  open(url: string): Promise<DrivenPage>;
  close(): Promise<void>;
}

/** A page of such a browser. Elements are named by CSS selectors, and waited for. */
export interface DrivenPage {
  click(selector: string): Promise<void>;
  /** Types into an input, with Enter at the end, as a person does. */
  enter(selector: string, text: string): Promise<void>;
  /** What an expression gives in the page, as JSON has it. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}
