import { invalidArgument } from './errors.js';

/** This library's version, which a spec compares with package.json. */
export const VERSION = '0.1.0';

/** Source: `token` of RFC 9110, several of them with slashes and blanks in between. */
const SUFFIX = /^[\w!#$%&'*+.^`|~/ -]{1,256}$/;

/**
 * What calls say of who makes them, in `X-Amz-User-Agent`: pages can't set `User-Agent`.
 *
 * The service lets pages of any origin send that header: the AWS SDK does so from browsers.
 *
 * @throws ChatError `InvalidArgument` for a suffix that no header can hold.
 */
export function userAgentOf(suffix: string | undefined): string {
  const own = `rx-connect-chat/${VERSION}`;
  if (suffix === undefined || suffix === '') return own;
  if (typeof suffix !== 'string' || !SUFFIX.test(suffix)) {
    throw invalidArgument(
      'call the service',
      'userAgentSuffix must be words of ASCII letters, digits and signs, at most 256 characters',
    );
  }
  return `${own} ${suffix}`;
}
