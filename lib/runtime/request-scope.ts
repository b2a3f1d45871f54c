import { AsyncLocalStorage } from 'node:async_hooks';
import { singleton } from './singleton';

/** What belongs to the request that is being answered, wherever its code runs. */
export type RequestScope = { requestId: string };

/**
 * The scope of the current request; undefined outside of one. The front opens it around every request (it is plain
 * JavaScript and finds this same store by its name on `globalThis`).
 */
export function requestScope(): RequestScope | undefined {
  return singleton('request-scope', () => new AsyncLocalStorage<RequestScope>()).getStore();
}
