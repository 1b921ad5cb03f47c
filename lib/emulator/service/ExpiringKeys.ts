interface Entry<T> {
  readonly value: T;
  expiresAt: number;
}

/** Tokens and tickets: what each stands for, until when. Keeps `capacity` of them, the newest. */
export class ExpiringKeys<T> {
  readonly #entries = new Map<string, Entry<T>>(); // iterates oldest first

  constructor(
    private readonly capacity: number,
    private readonly now: () => number,
  ) {}

  add(key: string, value: T, expiresAt: number): void {
    this.#entries.set(key, { value, expiresAt });
    if (this.#entries.size > this.capacity) {
      this.#entries.delete(this.#entries.keys().next().value!);
    }
  }

  /** What `key` stands for, unless it is unknown or expired. */
  find(key: string): T | undefined {
    const entry = this.#entries.get(key);
    return entry && this.now() < entry.expiresAt ? entry.value : undefined;
  }

  /** What `key` stands for or stood for. */
  findEvenExpired(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Expires every key whose value is `affected` now. */
  expire(affected: (value: T) => boolean): void {
    for (const entry of this.#entries.values()) {
      if (affected(entry.value)) entry.expiresAt = 0;
    }
  }

  forget(affected: (value: T) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (affected(entry.value)) this.#entries.delete(key);
    }
  }
}
