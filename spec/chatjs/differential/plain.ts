/** `value` as it goes through a pipe, with what JSON has no word for said in words. */
export async function plain(value: unknown): Promise<unknown> {
  if (value === undefined) return '<undefined>';
  if (typeof value === 'function') return '<function>';
  if (value instanceof Blob) return { blob: await value.text() };
  if (value instanceof Error) return { error: value.name, message: value.message };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(async ([name, field]) => [
    name,
    name === 'stack' ? '<stack>' : await plain(field),
  ]);
  return Object.fromEntries((await Promise.all(entries)) as [string, unknown][]);
}
