import { catchError, defer, from, type Observable } from 'rxjs';
import { ChatError, errorFromAnswer } from '../lite.js';

type Methods<Target> = {
  [Name in keyof Target]-?: NonNullable<Target[Name]> extends (...args: never) => Promise<unknown>
    ? NonNullable<Target[Name]>
    : never;
};

/** What a promise may reject with, of the AWS SDK, of a backend, or of amazon-connect-chatjs. */
interface Rejection {
  readonly name?: string;
  readonly type?: string;
  readonly statusCode?: number;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * What a method of an object of the page answers; errs with `Unsupported` where there is no such method.
 * A rejection with a status is as if the service had given it.
 */
export const askMethod = <Target extends object, Name extends keyof Target & string>(
  target: Target,
  name: Name,
  ...args: Parameters<Methods<Target>[Name]>
): Observable<Awaited<ReturnType<Methods<Target>[Name]>>> =>
  defer(() => {
    const method = target[name] as ((...args: unknown[]) => Promise<never>) | undefined;
    if (!method) throw new ChatError('Unsupported', `cannot ${name}: there is no such method`);
    return from(method.apply(target, args));
  }).pipe(
    catchError((cause: unknown) => {
      const { name: errorName, type, statusCode, $metadata } = Object(cause) as Rejection;
      const status = $metadata?.httpStatusCode ?? statusCode;
      if (cause instanceof ChatError || (cause instanceof Error && status === undefined))
        throw cause;
      throw errorFromAnswer(name, { statusCode: status, errorType: type ?? errorName, cause });
    }),
  );
