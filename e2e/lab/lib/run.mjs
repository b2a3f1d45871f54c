/**
 * One child process, awaited: its exit code and what it printed.
 */
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';

/**
 * @typedef {object} RunOptions
 * @property {Record<string, string | undefined>} [env] added to this process's environment
 * @property {string} [input] written to standard input
 * @property {string} [inputFile] file streamed to standard input
 * @property {string} [log] file that gets everything the command prints, for a later look
 * @property {boolean} [check] false: return a failure instead of throwing it
 */

/**
 * @typedef {{ code: number, stdout: string, stderr: string }} RunResult
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { env, input, inputFile, log, check = true } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    const logStream = log ? createWriteStream(log) : null;
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      logStream?.write(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      logStream?.write(text);
    });
    // A command may end without reading all of its input; its exit code tells the story, not the broken pipe.
    child.stdin.on('error', () => {});
    if (inputFile) createReadStream(inputFile).on('error', reject).pipe(child.stdin);
    else child.stdin.end(input ?? '');

    child.on('error', reject);
    child.on('close', (code, signal) => {
      logStream?.end();
      const result = { code: code ?? 128, stdout, stderr };
      if (!check || result.code === 0) return resolve(result);
      const tail = (stderr.trim() || stdout.trim()).split('\n').slice(-15).join('\n');
      const how = signal ? `was ended by ${signal}` : `exited with ${code}`;
      const where = log ? `\n(everything it printed: ${log})` : '';
      reject(new Error(`${command} ${args.slice(0, 4).join(' ')} ${how}:\n${tail}${where}`));
    });
  });
}
