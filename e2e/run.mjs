#!/usr/bin/env node
/**
 * The one command behind `npm run check`, `npm test`, `npm run e2e`, `npm run test:long` and `npm run bench`. Plain
 * JavaScript over Node's own modules, because it must run in a clone where nothing is installed yet.
 */
import { bench } from './run/bench.mjs';
import { check } from './run/check.mjs';
import { endChildren } from './run/command.mjs';
import { e2e } from './run/e2e.mjs';
import { createLedger } from './run/ledger.mjs';
import { long } from './run/long.mjs';
import { test } from './run/test.mjs';

const usage = `usage: node e2e/run.mjs COMMAND

  check                formatter, linter, types, architecture, dead code; no network, no browser
  test [--grep @TAG]   everything: check, unit and integration tests, build, lab, journeys (--grep: only these of them)
  e2e [--grep @TAG] [FILE…]
                       journeys in the browser with what they need: a fresh build and their servers of the lab
  long [--grep WORD]   what takes too long for every change: journeys tagged @long, and loops of unit tests at full size
  bench [P1 P5 …] [--rounds N] [--compare FILE]
                       how fast it is, as a ratio to other programs in the same run: 0 all met, 1 one missed, 2 not measured

TOMO_LAB_INSTALL=1 (or CI=true) allows apt-get to install what is missing; otherwise it is left out, and said.
TOMO_E2E_CHROMIUM names the browser, /usr/bin/chromium unless set.`;

const commands = { check, test, e2e, long, bench };
const [name = '', ...args] = process.argv.slice(2);

if (!Object.hasOwn(commands, name)) {
  console.error(usage);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    endChildren();
    process.exit(130);
  });
}

const ledger = createLedger();
const code = await commands[/** @type {keyof typeof commands} */ (name)](ledger, args);
process.exitCode = code ?? ledger.close();
