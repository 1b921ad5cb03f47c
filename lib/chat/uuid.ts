/**
 * A UUID (version 4) made by `random`, a source of chance in [0, 1), that ends in `serial`: two with
 * different serials differ even where chance always falls the same way.
 */
export const uuid = (random: () => number, serial: number): string =>
  'xxxxxxxx-xxxx-4xxx-yxxx-'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
  }) + serial.toString(16).padStart(12, '0');
