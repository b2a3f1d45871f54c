/** Whether a text comes back from the database as it went in: a NUL ends it there, half a surrogate pair is no text. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** What is said at the field of a text that is not. */
export const NOT_STORABLE = 'This holds a broken character that cannot be kept';
