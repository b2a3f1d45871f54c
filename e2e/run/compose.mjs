/**
 * The Compose program, taken from the lab's package repository: this machine's own distribution may have none.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vendorRepository } from '../lab/lab.mjs';
import { command } from './command.mjs';
import { results } from './paths.mjs';

/** @returns {Promise<string>} path of the program; the lab must be up */
export async function composeProgram() {
  const folder = path.join(results, 'compose');
  const program = path.join(folder, 'usr/libexec/docker/cli-plugins/docker-compose');
  if (existsSync(program)) return program;
  const { url, component } = vendorRepository();
  const { output } = await command('architecture', 'dpkg', ['--print-architecture'], { show: 'never' });
  const index = await get(`${url}/dists/trixie/${component}/binary-${output.trim()}/Packages`);
  const entry = index
    .toString()
    .split('\n\n')
    .find((text) => /^Package: docker-compose-plugin$/m.test(text));
  const file = /^Filename: (.+)$/m.exec(entry ?? '')?.[1];
  if (!file) throw new Error('the lab has no package of Compose');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}.deb`, await get(`${url}/${file}`));
  const { ok } = await command('compose', 'dpkg-deb', ['--extract', `${folder}.deb`, folder]);
  if (!ok || !existsSync(program)) throw new Error(`no Compose program in ${file}`);
  return program;
}

/** @param {string} url of the lab, on this machine */
async function get(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
