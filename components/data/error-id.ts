/** The id under which the server logged an error that reached the browser; errors of the browser itself have none. */
export function errorId(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('digest' in error)) return undefined;
  return typeof error.digest === 'string' ? error.digest : undefined;
}
