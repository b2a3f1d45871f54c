import { describe, expect, test } from 'vitest';
import { hashKnownHosts, makeSshKey } from '@/e2e/support/ssh-keys';
import { describeHostKey } from './host-key';
import { compareHostKey } from './known-hosts';
import type { HostKey } from './target';

const server = makeSshKey();
const stranger = makeSshKey();
const offered = describeHostKey(Buffer.from(server.blob, 'base64')) as HostKey;
const keyText = `${server.type} ${server.blob}`;
const strangerText = `${stranger.type} ${stranger.blob}`;
const compare = (text: string, host = 'web-1.example', port = 22) =>
  compareHostKey(text, offered, host, port);

describe('what somebody pastes to compare a host key', () => {
  test.each([
    ['the fingerprint alone', offered.fingerprint],
    ['the fingerprint with its padding', `${offered.fingerprint}=`],
    ['the output of ssh-keygen -l', server.listing],
    ['the public key file', server.publicLine],
    ['a known_hosts line', `web-1.example ${keyText}`],
    ['a known_hosts line with several names', `10.0.0.1,web-1.example ${keyText} root@web-1`],
    ['a known_hosts line with a pattern', `*.example,!db.example ${keyText}`],
    ['a hashed known_hosts line', hashKnownHosts(`web-1.example ${keyText}`)],
    ['ssh-keyscan output with comments', `# web-1.example:22 SSH-2.0\nweb-1.example ${keyText}\n`],
    [
      'several lines with the right one among them',
      `web-1.example ${strangerText}\nweb-1.example ${keyText}`,
    ],
  ])('matches as %s', (_what, text) => {
    expect(compare(text)).toBe('match');
  });

  test('matches a line for another port only there', () => {
    const line = `[web-1.example]:2222 ${keyText}`;
    expect(compare(line, 'web-1.example', 2222)).toBe('match');
    expect(compare(line)).toBe('other_host');
    expect(compare(hashKnownHosts(line), 'web-1.example', 2222)).toBe('match');
    expect(compare(hashKnownHosts(line))).toBe('other_host');
  });

  test.each([
    ['another fingerprint', stranger.listing],
    ['another key', stranger.publicLine],
    ['a line with another key', `web-1.example ${strangerText}`],
    ['a hashed line with another key', hashKnownHosts(`web-1.example ${strangerText}`)],
  ])('does not match as %s', (_what, text) => {
    expect(compare(text)).toBe('no_match');
  });

  test('does not match by a line that is for another host, even with the same key', () => {
    expect(compare(`db-1.example ${keyText}`)).toBe('other_host');
    expect(compare(`*.example,!web-1.example ${keyText}`)).toBe('other_host');
    expect(compare(hashKnownHosts(`db-1.example ${keyText}`))).toBe('other_host');
  });

  test.each([
    ['nothing', ''],
    ['prose', 'it is the right server, trust me'],
    ['an MD5 fingerprint', 'MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48'],
    ['half a fingerprint', offered.fingerprint.slice(0, 30)],
    ['a certificate authority', `@cert-authority web-1.example ${keyText}`],
    ['a type that is not the key’s', `web-1.example ssh-rsa ${server.blob}`],
    ['broken base64', `web-1.example ssh-ed25519 ${server.blob}!`],
  ])('cannot be compared when it is %s', (_what, text) => {
    expect(compare(text)).toBe('unreadable');
  });

  test('never matches a key that is revoked, wherever that stands', () => {
    expect(compare(`@revoked * ${keyText}`)).toBe('no_match');
    expect(compare(`web-1.example ${keyText}\n@revoked web-1.example ${keyText}`)).toBe('no_match');
    expect(compare(`${offered.fingerprint}\n@revoked * ${keyText}`)).toBe('no_match');
  });

  test('costs nothing to speak of, however many stars a pattern has', () => {
    const since = performance.now();
    expect(compare(`${'*a'.repeat(20_000)} ${keyText}`, 'a'.repeat(250))).toBe('other_host');
    expect(performance.now() - since).toBeLessThan(2_000);
  });
});
