/**
 * Control characters (of which terminals take commands), lone surrogates, and those that turn the
 * direction of what follows or are not seen. Joiners stay: words and emoji are made with them.
 */
const HARMFUL =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** `text` so that it cannot drive a terminal: what could, shows as what it is, such as `<1B>`. */
export const harmless = (text: string): string =>
  text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n').replace(HARMFUL, (character) => {
    if (character === '\n') return character;
    if (character === '\t') return '  ';
    return `<${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}>`;
  });

/** The same in one row, for names. */
export const inOneRow = (text: string): string => harmless(text).replace(/\s+/g, ' ').trim();
