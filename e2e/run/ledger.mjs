/**
 * What a run did: the time and the counts of each part, what was left out, and the closing lines.
 */

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, seconds: number, counts: Counts, note: string }} Part */

export function createLedger() {
  /** @type {Part[]} */
  const parts = [];
  /** @type {string[]} */
  const leftOut = [];

  return {
    /**
     * Runs one part and takes its time. `work` returns whether it went well, or the counts of its tests; what it throws
     * counts as one failure, like a part without counts that did not go well.
     *
     * @param {string} name
     * @param {() => Promise<boolean | Counts>} work
     * @returns {Promise<boolean>} whether nothing failed
     */
    async part(name, work) {
      const start = performance.now();
      let counts = { passed: 0, failed: 0, skipped: 0 };
      let note = '';
      try {
        const outcome = await work();
        if (typeof outcome === 'object') counts = outcome;
        else if (!outcome) counts.failed = 1;
      } catch (error) {
        counts.failed = 1;
        note = error instanceof Error ? error.message : String(error);
        console.error(`\n${name}: ${note}`);
      }
      const seconds = (performance.now() - start) / 1000;
      parts.push({ name, seconds, counts, note });
      console.log(`${counts.failed ? '✗' : '✓'} ${name} ${inWords(counts)}(${seconds.toFixed(1)} s)`);
      return counts.failed === 0;
    },

    /**
     * Something that this machine cannot run. It is said loudly at the end and counted as skipped.
     * @param {string} what sentence with the reason
     * @param {number} tests how many tests are not run because of it
     */
    leaveOut(what, tests) {
      leftOut.push(tests > 0 ? `${what} (${tests} ${tests === 1 ? 'test' : 'tests'})` : what);
      parts.push({ name: what, seconds: 0, counts: { passed: 0, failed: 0, skipped: tests }, note: '' });
    },

    /** Prints the summary and returns the exit code: 0 only when tests ran and none failed. */
    close() {
      const total = sum(parts.map(({ counts }) => counts));
      console.log('');
      for (const { name, seconds } of parts) {
        if (seconds > 0) console.log(`${seconds.toFixed(1).padStart(8)} s  ${name}`);
      }
      if (leftOut.length > 0) console.log(box(['NOT RUN ON THIS MACHINE', '', ...leftOut]));
      const failed = parts.filter(({ counts }) => counts.failed > 0);
      if (failed.length > 0) console.log(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
      if (total.passed + total.failed === 0) console.log('\nNo test ran, which counts as a failure.');
      console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
      return total.failed > 0 || total.passed === 0 ? 1 : 0;
    },
  };
}

/** @typedef {ReturnType<typeof createLedger>} Ledger */

/** @param {Counts[]} list */
function sum(list) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const counts of list) {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  }
  return total;
}

/** @param {Counts} counts */
function inWords({ passed, failed, skipped }) {
  if (passed + failed + skipped === 0) return '';
  const words = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`];
  return `${words.filter(Boolean).join(', ')} `;
}

/** @param {string[]} lines */
function box(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '═'.repeat(width + 2);
  return ['', `╔${edge}╗`, ...lines.map((line) => `║ ${line.padEnd(width)} ║`), `╚${edge}╝`].join('\n');
}
