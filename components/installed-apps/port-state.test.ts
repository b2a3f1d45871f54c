import { describe, expect, it } from 'vitest';
import { heldBy, isPort, nextFree } from './port-state';

const taken = [
  { protocol: 'tcp', address: '0.0.0.0', port: 8080, sentence: '8080 is reserved by app Files' },
  { protocol: 'tcp', address: '127.0.0.1', port: 5432, sentence: '5432 is held by process postgres' },
  { protocol: 'udp', address: '*', port: 53, sentence: '53/udp is held by process dnsmasq' },
];

describe('a port while it is typed', () => {
  it('names its holder when addresses and protocols meet', () => {
    expect(heldBy({ port: '8080', bind: 'loopback' }, ['tcp'], taken)).toBe('8080 is reserved by app Files');
    expect(heldBy({ port: '5432', bind: 'all' }, ['tcp'], taken)).toBe('5432 is held by process postgres');
    expect(heldBy({ port: '5432', bind: 'loopback' }, ['tcp'], taken)).toBe(
      '5432 is held by process postgres',
    );
    expect(heldBy({ port: '53', bind: 'all' }, ['tcp', 'udp'], taken)).toBe(
      '53/udp is held by process dnsmasq',
    );
  });

  it('is free on another address, protocol or number', () => {
    expect(heldBy({ port: '5432', bind: '10.0.0.7' }, ['tcp'], taken)).toBeUndefined();
    expect(heldBy({ port: '53', bind: 'all' }, ['tcp'], taken)).toBeUndefined();
    expect(heldBy({ port: '8081', bind: 'all' }, ['tcp'], taken)).toBeUndefined();
  });

  it('gets the next free number offered, from the range when all near ones are taken', () => {
    const range = { min: 10_000, max: 10_001 };
    expect(nextFree(8080, ['tcp'], taken, range)).toBe(8081);
    const crowd = Array.from({ length: 51 }, (_, index) => ({
      protocol: 'tcp',
      address: '*',
      port: 8080 + index,
      sentence: '',
    }));
    expect(nextFree(8080, ['tcp'], crowd, range)).toBe(10_000);
    expect(nextFree(8080, ['udp'], crowd, range)).toBe(8081);
    expect(
      nextFree(65_535, ['tcp'], [{ protocol: 'tcp', address: '*', port: 10_000, sentence: '' }], range),
    ).toBe(10_001);
  });

  it.each(['0', '65536', '80.5', '-1', '1e3', ' 80', '', '080800'])('is no port: %j', (text) => {
    expect(isPort(text)).toBe(false);
  });
});
