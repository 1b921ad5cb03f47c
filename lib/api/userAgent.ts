import { invalidArgument } from './errors.js';

/** This library's version, which a spec compares with package.json. */
export const VERSION = '0.1.0';

/** Source: `token` of RFC 9110, several of them with slashes and blanks in between. */
const SUFFIX = /^[\w!#$%&'*+.^`|~/ -]{1,256}$/;

/**
 * The value of `X-Amz-User-Agent`, since pages cannot set `User-Agent`. The service accepts that header
 * from pages of any origin: the AWS SDK sends it from browsers.
 *
 * @throws ChatError `InvalidArgument` for a suffix that is no valid header value.
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
