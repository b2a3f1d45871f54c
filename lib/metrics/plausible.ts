import 'server-only';

/*
 * What a server says about itself is stored beside what others say, in integers that the database adds up and gives back
 * exactly below 2^53 only. One number beyond would end the reading and the roll-up of all.
 */
const MOST_BYTES_PER_SECOND = 1e11;

/** `bytes` moved in `seconds`, or null where no machine moves as much: the counter leapt. A day of the most fits 2^53. */
export function plausiblyMoved(bytes: number, seconds: number): number | null {
  return bytes >= 0 && bytes <= seconds * MOST_BYTES_PER_SECOND ? bytes : null;
}

/** A size or a count, or null where it is beyond what can be stored. */
export function plausibleSize(value: number | null): number | null {
  return value !== null && value <= Number.MAX_SAFE_INTEGER ? value : null;
}
