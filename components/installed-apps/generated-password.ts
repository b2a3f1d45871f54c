const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const usual = 24;

/** A password of letters and digits from the browser's random source, each equally likely, within the limits of a field. */
export function generatedPassword({
  min,
  max,
}: {
  min: number | undefined;
  max: number | undefined;
}): string {
  const length = Math.min(Math.max(usual, min ?? 0), max ?? Number.POSITIVE_INFINITY);
  // Bytes beyond the last whole multiple of the alphabet are thrown away: taking them would favour the first letters.
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < limit && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
