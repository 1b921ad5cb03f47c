/** As package.json has them; a spec compares. */
export const NAME = 'rx-connect-chat';
export const VERSION = '0.1.0';
