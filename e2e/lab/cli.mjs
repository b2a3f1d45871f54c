#!/usr/bin/env node
/**
 * The lab from a shell: see usage below.
 */
import {
  defaultTargets,
  down,
  labDirectory,
  resetTarget,
  status,
  target,
  targetNames,
  up,
  vendorRepository,
} from './lab.mjs';
import { formatProgress } from './lib/progress.mjs';

const usage = `usage: node e2e/lab/cli.mjs COMMAND

  up [NAME…]      start the engine, the registry and these servers (default: ${defaultTargets.join(' ')})
  down [--purge]  remove all of it; --purge: the cached images and keys as well
  status          tell what runs
  reset NAME…     a fresh server in place of the old one

servers: ${targetNames.join(' ')}
files:   ${labDirectory} (TOMO_LAB_DIR)`;

async function printStatus() {
  const { engine, registry, vendorRepository: vendorAnswers, targets } = await status();
  if (!engine) return console.log('The lab is down.');
  console.log(`engine    ${engine.host} (${engine.own ? "the lab's own" : 'was here before'})`);
  console.log(
    `registry  ${registry?.running ? registry.mirror : 'down'}, ${registry?.images.length} image names`,
  );
  console.log(`vendor    ${vendorAnswers ? vendorRepository().url : 'down'}`);
  for (const { name, running, ssh, port } of targets) {
    console.log(
      `${name.padEnd(10)}${running ? `127.0.0.1:${port}${ssh ? '' : ' (no SSH answer)'}` : 'down'}`,
    );
  }
  const { accounts } = target('debian13');
  console.log(`accounts  ${Object.keys(accounts).join(' ')}; passwords and keys in ${labDirectory}/keys`);
}

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const commands = {
  async up(names) {
    await up({
      targets: names.length > 0 ? names : undefined,
      onProgress: (event) => console.log(formatProgress(event)),
    });
  },
  async down(args) {
    await down({ purge: args.includes('--purge') });
    console.log('The lab is down.');
  },
  async status() {
    await printStatus();
  },
  async reset(names) {
    if (names.length === 0) throw new Error(usage);
    for (const name of names) {
      const startedAt = performance.now();
      await resetTarget(name);
      console.log(`${name} is fresh (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    }
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(usage);
  process.exit(2);
}
try {
  await command(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
