/** Answers by ClientToken, for requests that come again. Keeps `capacity` of them, the newest. */
export class RememberedAnswers {
  readonly #answers = new Map<string, object>(); // iterates oldest first

  constructor(private readonly capacity: number) {}

  get(key: string): object | undefined {
    return this.#answers.get(key);
  }

  set(key: string, answer: object): void {
    this.#answers.set(key, answer);
    if (this.#answers.size > this.capacity) {
      this.#answers.delete(this.#answers.keys().next().value!);
    }
  }
}
