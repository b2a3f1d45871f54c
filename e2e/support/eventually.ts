/** Resolves when `condition` holds; rejects with what it is when that has not happened within `withinMs` (default 5 s). */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 5_000,
): Promise<void> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`This did not happen: ${what}`);
}
