/** The name that a part of an address spells; the text itself where it spells none. */
export function containerNameFrom(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
