import 'server-only';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import { sha256Hex } from '@/lib/crypto/token';
import { canonicalJson } from '@/lib/runtime/canonical-json';
import { env } from '@/lib/runtime/env';
import { chainMac } from './chain';

const TAIL_BYTES = 8 * 1024;

const headSchema = z.strictObject({
  instance: z.string(),
  seq: z.number().int(),
  checksum: z.string(),
  at: z.string(),
  prev: z.string().nullable(),
  keyId: z.string(),
  mac: z.string(),
});

/** One line of the file outside the database that remembers how far the chain had come. */
export type AuditHead = z.infer<typeof headSchema>;

/** The MAC of one line: it also names its predecessor, so lines cannot be dropped from the middle. */
export function headMac(head: Omit<AuditHead, 'mac'>): string {
  return chainMac(sha256Hex(`tomo-head-v1\n${canonicalJson(head)}`), head.keyId);
}

/** Appends one line and waits until it is on disk. A last line that a power cut left torn is dropped first. */
export function appendHead(head: Omit<AuditHead, 'prev' | 'mac'>): void {
  const handle = openSync(env().auditAnchorFile, 'a+', 0o600);
  try {
    const body = { ...head, prev: lastMac(handle) };
    const line = Buffer.from(`${JSON.stringify({ ...body, mac: headMac(body) })}\n`);
    // A disk that fills up takes a part and says so only here; the database must not remember what the file does not.
    if (writeSync(handle, line) < line.length) throw new Error('The anchor of the audit log is not whole.');
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The MAC of the last whole line, read from the end: the file grows for years. */
function lastMac(handle: number): string | null {
  const { size } = fstatSync(handle);
  const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
  readSync(handle, tail, 0, tail.length, size - tail.length);
  const whole = tail.lastIndexOf(10) + 1;
  if (whole < tail.length) ftruncateSync(handle, size - (tail.length - whole));
  const line = tail.subarray(0, whole).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
  return parseHead(line)?.mac ?? null;
}

/** Every line of the file, oldest first; a line that is not a head comes back as `{ damaged: line number }`. */
export function readHeads(): (AuditHead | { damaged: number })[] {
  const file = env().auditAnchorFile;
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  // What follows the last newline was being written when the power went; it never counted.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parseHead(line) ?? { damaged: index + 1 }]));
}

function parseHead(line: string): AuditHead | undefined {
  try {
    return headSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
