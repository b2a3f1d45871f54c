import { dictionary } from '@zxcvbn-ts/language-common';
import { describe, expect, it } from 'vitest';
import { dummyHash, hashPassword, isOutdated, verifyPassword } from './password-hash';
import { isKnownPassword, passwordProblem } from './password-policy';

const who = {
  username: 'marlene',
  displayName: 'Marlene Kowalski',
  email: 'marlene@kowalski.example',
  host: 'tomo.lan',
};

describe('G16 a new password', () => {
  it.each([
    ['15 characters', 'vivid otter 42x'],
    ['128 characters', `${'quiet lantern over seven rivers '.repeat(4)}`],
    ['spaces and any Unicode', 'drei Äpfel, zwei 🍐'],
    ['15 characters outside the first plane', '🦊🌲🪵🔥🌙🫖🧭🗝🪶🐚🧶🪁🎐🫙🧿'],
    ['no digits and no capitals at all', 'several unrelated words'],
  ])('may have %s', (_name, password) => {
    expect(passwordProblem(password, who)).toBeUndefined();
  });

  it.each([
    ['14 characters', 'vivid otter 42'],
    ['over 1,024 bytes', 'vivid otter '.repeat(90)],
    ['one repeated character', 'aaaaaaaaaaaaaaaa'],
    ['a row of the keyboard', 'qwertyuiopasdfgh'],
    ['a row of digits', '1234567890123456'],
    ['a known password twice', 'passwordpassword'],
    ['the own name', 'marlene.kowalski'],
    ['the own address', 'marlene@kowalski.example'],
    ['the product and a year', 'Tomo-Tomo-Tomo-2026'],
    ['the host', 'tomo.lan.tomo.lan'],
  ])('may not be %s', (_name, password) => {
    expect(passwordProblem(password, who)).toEqual(expect.any(String));
  });

  it('may not be any of more than 10,000 known ones', () => {
    const known = dictionary['passwords-common'];
    expect(known.length).toBeGreaterThan(10_000);
    expect(known.every((password) => isKnownPassword(String(password).toUpperCase()))).toBe(true);
  });
});

describe('a stored password', () => {
  it('matches itself in every spelling of Unicode, and nothing else', async () => {
    const stored = await hashPassword('Caf\u00e9 am n\u00e4chsten Eck');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await verifyPassword(stored, 'Cafe\u0301 am na\u0308chsten Eck')).toBe(true);
    expect(await verifyPassword(stored, 'Cafe am nachsten Eck')).toBe(false);
  });

  it('differs in bytes past 72', async () => {
    const long = 'quiet lantern over seven rivers and nine hills beyond the last of the old towns';
    const stored = await hashPassword(`${long} A`);
    expect(await verifyPassword(stored, `${long} B`)).toBe(false);
  });

  it('never matches when it is damaged, empty or switched off', async () => {
    for (const stored of ['!', '', '$argon2id$broken', await dummyHash()]) {
      expect(await verifyPassword(stored, '!')).toBe(false);
    }
  });

  it('is made anew when its cost is not the one of today', async () => {
    expect(isOutdated(await hashPassword('several unrelated words'))).toBe(false);
    expect(
      isOutdated(
        '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g',
      ),
    ).toBe(true);
  });

  it('is checked for two people at once, twenty wait, and the rest is told to come back', async () => {
    const stored = await dummyHash();
    const all = await Promise.allSettled(Array.from({ length: 30 }, async () => verifyPassword(stored, 'x')));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(8);
    expect(refused[0]).toMatchObject({ reason: { code: 'rate_limited' } });
  });
});
