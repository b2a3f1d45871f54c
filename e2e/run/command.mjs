/**
 * One child process of the runner. Its output goes to a log file and, as `show` says, to the terminal: at the end
 * if it failed (so that parts running side by side do not mix their lines), as it comes, or never.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { results, root } from './paths.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** Programs see a pipe, so they are told about the terminal behind it; in a log file colours are noise. */
const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined };

/** @typedef {{ ok: boolean, output: string, log: string }} Outcome */

/**
 * @param {string} name of the log file
 * @param {string} program
 * @param {string[]} args
 * @param {{ show?: 'failure' | 'always' | 'never', minutes?: number, env?: Record<string, string | undefined> }} [options]
 * it is ended after `minutes`, 30 unless told
 * @returns {Promise<Outcome>}
 */
export function command(name, program, args, { show = 'failure', minutes = 30, env } = {}) {
  const log = path.join(results, 'logs', `${name.replaceAll(' ', '-')}.log`);
  mkdirSync(path.dirname(log), { recursive: true });
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...colours, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    const file = createWriteStream(log);
    let output = '';
    const take = (/** @type {string} */ text) => {
      output += text;
      file.write(text);
      if (show === 'always') process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const limit = setTimeout(() => {
      take(`\n${name} was ended: it took longer than ${minutes} minutes.\n`);
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    }, minutes * 60_000);
    const end = (/** @type {boolean} */ ok) => {
      if (!children.has(child)) return;
      clearTimeout(limit);
      children.delete(child);
      file.end();
      if (!ok && show === 'failure') process.stdout.write(`\n${output.trimEnd()}\n`);
      resolve({ ok, output, log });
    };
    child.on('error', (error) => {
      take(`${program}: ${error.message}\n`);
      end(false);
    });
    // After `exit` the last lines may still be on their way; a program left behind may hold the pipe for ever.
    child.on('close', (code) => end(code === 0));
    child.on('exit', (code) => setTimeout(() => end(code === 0), 5000).unref());
  });
}

/** A program of `node_modules/.bin`. @type {(name: string, program: string, args: string[], options?: object) => Promise<Outcome>} */
export const tool = (name, program, args, options) =>
  command(name, path.join(root, 'node_modules', '.bin', program), args, options);

/** Ends what this runner started, and nothing else. */
export function endChildren() {
  for (const child of children) child.kill('SIGTERM');
}
