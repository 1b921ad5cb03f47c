/** Resolves with what `check` answers once it does not throw; rejects with its error after `withinMs`. */
export async function eventually<T>(check: () => T | Promise<T>, withinMs = 3_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
