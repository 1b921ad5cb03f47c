/**
 * `value` with what differs from one run to the next put in words: ids by whose they are where that is
 * known, times, ports.
 */
export function normalise(value: unknown, names: Readonly<Record<string, string>>): unknown {
  const inText = (text: string) => {
    let named = text;
    for (const [id, name] of Object.entries(names)) named = named.replaceAll(id, `<${name}>`);
    return named
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
      .replace(/(FORWARD|BACKWARD)\.\d{13}\.\d+/g, '<$1 token>')
      .replace(/127\.0\.0\.1:\d+/g, '<host>');
  };
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return inText(part);
    if (Array.isArray(part)) return part.map(walk);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, walk(field)]));
  };
  return walk(value);
}
