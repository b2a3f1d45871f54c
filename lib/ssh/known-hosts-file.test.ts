import { describe, expect, test } from 'vitest';
import { hashKnownHosts, makeSshKey } from '@/e2e/support/ssh-keys';
import { parseKnownHosts } from './known-hosts-file';

const ed25519 = makeSshKey();
const ecdsa = makeSshKey(['-t', 'ecdsa', '-b', '256']);
const line = (names: string, key = ed25519) => `${names} ${key.type} ${key.blob} a comment`;
const typesOf = (text: string, host: string, port = 22, alias?: string) =>
  parseKnownHosts(text)
    .keysOf(host, port, alias)
    .map(({ type }) => type);

describe('a known_hosts file', () => {
  test('gives the keys of a host by name, address, port and pattern, best type first', () => {
    const text = [
      line('web,10.0.0.7', ecdsa),
      line('web'),
      line('[web]:2222', ecdsa),
      line('*.lan,!no.lan'),
    ].join('\n');
    expect(typesOf(text, 'WEB')).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256']);
    expect(typesOf(text, '10.0.0.7')).toEqual(['ecdsa-sha2-nistp256']);
    expect(typesOf(text, 'web', 2222)).toEqual(['ecdsa-sha2-nistp256']);
    expect(typesOf(text, 'any.lan')).toEqual(['ssh-ed25519']);
    expect(typesOf(text, 'no.lan')).toEqual([]);
    expect(typesOf(text, '192.0.2.1', 2200, 'web')).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256']);
    expect(parseKnownHosts(text).names).toEqual([
      { host: 'web', port: 22, line: 1 },
      { host: 'web', port: 2222, line: 3 },
    ]);
  });

  test('knows hashed names when they are asked for, and tells none', () => {
    const text = hashKnownHosts(line('web'));
    expect(typesOf(text, 'web')).toEqual(['ssh-ed25519']);
    expect(typesOf(text, 'other')).toEqual([]);
    expect(parseKnownHosts(text).names).toEqual([]);
  });

  test('never gives a revoked key, wherever its line stands, and trusts no certificate authority', () => {
    const text = [
      line('web'),
      `@cert-authority ${line('*')}`,
      `@revoked ${line('*')}`,
      line('web', ecdsa),
    ].join('\n');
    expect(typesOf(text, 'web')).toEqual(['ecdsa-sha2-nistp256']);
    expect(parseKnownHosts(text).ignored.map(({ line: n, why }) => `${n} ${why}`)).toEqual([
      '2 Tomo pins host keys and trusts no certificate authority.',
      '3 Revoked: this key is trusted for no host.',
    ]);
  });

  test('takes no key under another type, no broken base64, no unknown marker', () => {
    const text = [
      `web ssh-rsa ${ed25519.blob}`,
      'web ssh-ed25519 AAAA',
      `@trust-me ${line('web')}`,
      `${'web,'.repeat(10_000)}`,
      '|1|broken|hash ssh-ed25519 x',
    ].join('\n');
    const known = parseKnownHosts(text);
    expect(known.keysOf('web', 22)).toEqual([]);
    expect(known.ignored).toHaveLength(5);
  });
});

test('hashed names are tried for many hosts, not for ever: beyond a limit they are left out, and that is said', () => {
  const key = makeSshKey();
  const hashed = hashKnownHosts(
    Array.from({ length: 300 }, (_, index) => `host${index} ${key.type} ${key.blob}`).join('\n'),
  );
  const known = parseKnownHosts(`${hashed}\nclear ${key.type} ${key.blob}\n`);
  expect(known.keysOf('host299', 22)).toHaveLength(1);
  expect(known.keysInClear('host299', 22)).toEqual([]);
  for (let asked = 0; asked < 250; asked += 1) known.keysOf('nowhere', 22);
  expect(known.gaveUp()).toBe(true);
  expect(known.keysOf('host299', 22)).toEqual([]);
  expect(known.keysOf('clear', 22)).toHaveLength(1);
});
