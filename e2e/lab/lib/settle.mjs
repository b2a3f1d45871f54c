/**
 * Unlike Promise.all, waits for the rest before it throws: no build may go on after the command that began it.
 * @param {Promise<unknown>[]} promises
 */
export async function allSettledOrThrow(promises) {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
