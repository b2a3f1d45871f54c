import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveFrom, type Keyring } from './keyring';
import { openField, sealFields, UnsealError } from './seal';

function ringOf(...ids: string[]): Keyring {
  const keys = new Map(ids.map((id) => [id, randomBytes(32)]));
  return {
    activeId: ids[0] as string,
    ids,
    besideData: false,
    derive(label, id = ids[0] as string) {
      const key = keys.get(id);
      if (!key) throw new Error('unknown key');
      return deriveFrom(key, label);
    },
  };
}

const place = { table: 'server_credentials', rowId: 'a', recordVersion: 1 };

describe('G22 sealed values', () => {
  const ring = ringOf('k1');
  const sealed = sealFields(place, { password: 'correct horse', passphrase: 'ünïcode ✓', empty: '' }, ring);
  const password = sealed.password as string;

  it('open in their own place, whatever the text', () => {
    expect(openField(place, 'password', password, ring).reveal()).toBe('correct horse');
    expect(openField(place, 'passphrase', sealed.passphrase as string, ring).reveal()).toBe('ünïcode ✓');
    expect(openField(place, 'empty', sealed.empty as string, ring).reveal()).toBe('');
  });

  it('never contain the text', () => {
    expect(Object.values(sealed).join(' ')).not.toContain('correct horse');
  });

  it('do not open after a change of any single character', () => {
    for (let at = 0; at < password.length; at++) {
      for (const replacement of ['A', 'B', '.', '_']) {
        if (password[at] === replacement) continue;
        const altered = password.slice(0, at) + replacement + password.slice(at + 1);
        expect(() => openField(place, 'password', altered, ring), `position ${at}`).toThrow(UnsealError);
      }
    }
  });

  it('do not open when cut at any length, in particular not with a short tag', () => {
    for (let length = 0; length < password.length; length++) {
      expect(() => openField(place, 'password', password.slice(0, length), ring)).toThrow(UnsealError);
    }
  });

  it('do not open in another field, row, table or record version', () => {
    expect(() => openField(place, 'passphrase', password, ring)).toThrow(UnsealError);
    expect(() => openField({ ...place, rowId: 'b' }, 'password', password, ring)).toThrow(UnsealError);
    expect(() => openField({ ...place, table: 'other' }, 'password', password, ring)).toThrow(UnsealError);
    expect(() => openField({ ...place, recordVersion: 2 }, 'password', password, ring)).toThrow(UnsealError);
  });

  it('do not open with another key of the same name', () => {
    expect(() => openField(place, 'password', password, ringOf('k1'))).toThrow(UnsealError);
    expect(() => openField(place, 'password', password, ringOf('k2'))).toThrow(UnsealError);
  });
});
