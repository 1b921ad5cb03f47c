/**
 * How many bytes `text` has as UTF-8. Half of a surrogate pair counts 3, as the replacement character
 * that it is encoded as.
 *
 * A loop, since not every runtime has a TextEncoder (React Native on JavaScriptCore), and since nothing
 * needs the bytes themselves.
 */
export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else {
      bytes += 2;
      if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) i++; // 4 bytes for both
    }
  }
  return bytes;
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit < 0xe000;
