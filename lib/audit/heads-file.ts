import 'server-only';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { sha256Hex } from '@/lib/crypto/token';
import { canonicalJson } from '@/lib/runtime/canonical-json';
import { env } from '@/lib/runtime/env';
import { chainMac } from './chain';

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

/** Appends one line and waits until it is on disk. */
export function appendHead(head: Omit<AuditHead, 'prev' | 'mac'>): void {
  const lines = readHeads();
  const last = lines.at(-1);
  const body = { ...head, prev: last && 'mac' in last ? last.mac : null };
  const handle = openSync(env().auditAnchorFile, 'a', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ ...body, mac: headMac(body) })}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Every line of the file, oldest first; a line that is not a head comes back as `{ damaged: line number }`. */
export function readHeads(): (AuditHead | { damaged: number })[] {
  const file = env().auditAnchorFile;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
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
