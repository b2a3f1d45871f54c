/**
 * Returns the one instance of `name` in this process, making it on first use. The front, instrumentation, route
 * handlers and pages are separate module graphs: module state would exist several times, `globalThis` exists once.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`tomo.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  store[key] ??= make();
  return store[key];
}
