import 'server-only';
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { env } from '@/lib/runtime/env';
import { headMac } from './chain';
import { type AuditHead, parseHead } from './heads.mjs';

const TAIL_BYTES = 8 * 1024;

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
