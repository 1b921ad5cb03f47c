/**
 * JSON without what is `null` in it, as pages know answers: amazon-connect-chatjs has them from the AWS SDK,
 * which leaves such fields out, while the service writes them.
 */
export function withoutNulls<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  const isList = Array.isArray(value);
  const kept = Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(([name, each]) => [name, withoutNulls(each as unknown)] as const);
  return (isList ? kept.map(([, each]) => each) : Object.fromEntries(kept)) as T;
}
