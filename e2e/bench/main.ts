import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Skip } from './anchors/debian';
import { compare } from './compare';
import type { Bench, Goal } from './goal';
import { exitCode, judge, type Line, skipped } from './line';
import { isQuiet, load, machine, root } from './machine';
import { chosen } from './needs.mjs';
import { printed, total } from './print';

/** `npm run bench`, once everything is there that it needs. One line per goal as it is measured, then the total. */
const words = process.argv.slice(2);
const rounds = Number(option('--rounds') ?? 7);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of rounds, such as 15');

const before = load();
const lines: Line[] = [];
for (const id of chosen(words)) {
  for (const line of await measured(await goal(id))) {
    console.log(printed(line));
    lines.push(line);
  }
}
const after = load();
console.log(`\n${total(lines)}`);
console.log(
  `load ${before.toFixed(2)} before, ${after.toFixed(2)} after; ${rounds} rounds${rounds < 7 ? ' (7 make a result)' : ''}`,
);
if (!isQuiet(before)) console.log('The machine was busy before: milliseconds and megabytes were not judged.');
store();
const earlier = option('--compare');
if (earlier) console.log(`\n${compare(earlier, lines).join('\n')}`);
// What a goal left open in the background must not hold the process.
process.exit(exitCode(lines));

async function measured({ id, title, measure }: Goal): Promise<Line[]> {
  const scratch = mkdtempSync('/tmp/tb-');
  const tidying: (() => unknown)[] = [];
  const bench: Bench = {
    rounds,
    scratch,
    lab: process.env.TOMO_BENCH_LAB === '1',
    say: (what) => console.error(`  ${id}: ${what}`),
    afterwards: (tidy) => tidying.unshift(tidy),
  };
  try {
    return (await measure(bench)).map((one) => judge(one, isQuiet(before)));
  } catch (error) {
    if (error instanceof Skip) return [skipped(id, title, error.message)];
    // Of a request no more than this: its headers hold the cookie of a session.
    console.error(error instanceof Error ? error.stack?.split('\nCall log')[0]?.split('\n    - ')[0] : error);
    return [skipped(id, title, `failed: ${firstLine(error)}`)];
  } finally {
    for (const tidy of tidying)
      await Promise.resolve()
        .then(tidy)
        .catch((error: unknown) => console.error(`  ${id}: not tidied up: ${firstLine(error)}`));
    rmSync(scratch, { recursive: true, force: true });
  }
}

function firstLine(error: unknown) {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

async function goal(id: string): Promise<Goal> {
  const found: { goal: Goal } = await import(`./goals/${id.toLowerCase()}.ts`);
  return found.goal;
}

function option(name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

function store(): void {
  const folder = path.join(root, 'e2e/bench/results');
  mkdirSync(folder, { recursive: true });
  const result = { ...machine(), rounds, load: { before, after }, lines };
  writeFileSync(path.join(folder, 'latest.json'), `${JSON.stringify(result, null, 2)}\n`);
}
