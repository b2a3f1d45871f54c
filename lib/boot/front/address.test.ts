import { describe, expect, it } from 'vitest';
import { clientAddress, parseTrustedProxies } from './address.mjs';

const nobody = parseTrustedProxies('');
const one = parseTrustedProxies('1');
const two = parseTrustedProxies('2');
const ranges = parseTrustedProxies('10.0.0.0/8, ::1');

describe('the client address', () => {
  it.each([
    ['the socket, whatever the header claims', '203.0.113.9', '198.51.100.1', nobody, '203.0.113.9'],
    ['IPv4 when it comes in IPv6 clothes', '::ffff:203.0.113.9', undefined, nobody, '203.0.113.9'],
    ['IPv6 in its shortest spelling', '2001:db8:0:0:0:0:0:1', undefined, nobody, '2001:db8::1'],
    ['the last entry behind one proxy', '10.0.0.1', '6.6.6.6, 198.51.100.1', one, '198.51.100.1'],
    [
      'the last but one behind two proxies',
      '10.0.0.1',
      '6.6.6.6, 198.51.100.1, 10.0.0.2',
      two,
      '198.51.100.1',
    ],
    ['the leftmost there is when hops are missing', '10.0.0.1', '198.51.100.1', two, '198.51.100.1'],
    ['the proxy itself when it sends no header', '10.0.0.1', undefined, one, '10.0.0.1'],
    [
      'the first hop outside the ranges, from the right',
      '10.0.0.1',
      '6.6.6.6, 198.51.100.1, 10.2.3.4',
      ranges,
      '198.51.100.1',
    ],
    ['a stranger who claims to be behind a proxy', '203.0.113.9', '198.51.100.1', ranges, '203.0.113.9'],
    ['the last good hop when the header is broken', '10.0.0.1', '198.51.100.1, nonsense', one, '10.0.0.1'],
    ['an entry with a port', '10.0.0.1', '198.51.100.1:4711', one, '198.51.100.1'],
    ['a bracketed entry with a port', '::1', '[2001:db8::5]:4711', ranges, '2001:db8::5'],
    ['no address in octal or hexadecimal disguise', '10.0.0.1', '0x7f.1', one, '10.0.0.1'],
    ['unknown when the socket is gone', undefined, '198.51.100.1', one, 'unknown'],
  ])('is %s', (_name, socket, header, trusted, expected) => {
    expect(clientAddress(socket, header, trusted)).toBe(expected);
  });

  it('refuses a range that is none, naming the variable', () => {
    expect(() => parseTrustedProxies('10.0.0.0/8,evil')).toThrow(/TOMO_TRUSTED_PROXIES: "evil"/);
  });
});
