import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetSingletons } from '@/e2e/support/database';
import { keyring, parseKeyring } from './keyring';

const good = () => randomBytes(32).toString('base64');

describe('G20 a keyring', () => {
  it.each([
    ['nothing', '', /holds no key/],
    ['a comment only', '# k1:abc', /holds no key/],
    ['no id', good(), /not of the form/],
    ['an empty key', 'k1:', /not of the form/],
    ['a key that is too short', `k1:${randomBytes(16).toString('base64')}`, /only 16 bytes/],
    ['a key that is too long', `k1:${randomBytes(48).toString('base64')}`, /48 bytes/],
    ['one byte repeated', `k1:${Buffer.alloc(32, 7).toString('base64')}`, /not random/],
    [
      'a few bytes repeated',
      `k1:${Buffer.from('0123456701234567'.repeat(2)).toString('base64')}`,
      /not random/,
    ],
    [
      'a readable passphrase',
      `k1:${Buffer.from('change-me-before-production-2026').toString('base64')}`,
      /readable text/,
    ],
    ['two keys of one name', `k1:${good()}\nk1:${good()}`, /share one id/],
  ])('with %s is refused with the reason and without any part of the key', (_what, text, reason) => {
    expect(() => parseKeyring(text, 'TOMO_ENCRYPTION_KEY')).toThrow(reason);
    try {
      parseKeyring(text, 'TOMO_ENCRYPTION_KEY');
    } catch (error) {
      for (const part of text.split(/[:\n]/).filter((piece) => piece.length > 8)) {
        expect(String(error)).not.toContain(part);
      }
    }
  });

  it('takes the first key for sealing and knows the others', () => {
    const keys = parseKeyring(`# made in spring\nk2:${good()}\n\nk1:${good()}\n`, 'keyring');
    expect(keys.map((key) => key.id)).toEqual(['k2', 'k1']);
  });
});

describe('the keyring of the data folder', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'tomo-keyring-'));
    forgetSingletons();
    process.env.TOMO_DATA_DIR = dir;
  });
  afterEach(() => {
    rmSync(dir, { recursive: true, force: true });
    forgetSingletons();
  });

  it('is made once, for its owner alone, and kept', () => {
    const id = keyring().activeId;
    const file = path.join(dir, 'keyring');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, 'utf8');
    forgetSingletons();
    expect(keyring().activeId).toBe(id);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('is refused when others may read it, with the remedy', () => {
    keyring();
    chmodSync(path.join(dir, 'keyring'), 0o644);
    forgetSingletons();
    expect(() => keyring()).toThrow(/chmod 600/);
  });

  it('gives each purpose a key of its own', () => {
    const ring = keyring();
    expect(ring.derive('tomo/auth/v1')).not.toEqual(ring.derive('tomo/audit-mac/v1'));
    expect(() => ring.derive('tomo/auth/v1', 'other')).toThrow(/no key "other"/);
  });
});
