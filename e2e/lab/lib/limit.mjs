/**
 * At most `width` pieces of heavy work at a time: more than the machine has cores only makes each of them slower.
 */

/** @param {number} width */
export function createLimit(width) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  return async function limited(work) {
    if (running >= width) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    else running++;
    try {
      return await work();
    } finally {
      // A waiting piece takes over the place as it is, so nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
