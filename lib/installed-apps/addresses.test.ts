import { describe, expect, it } from 'vitest';
import type { Web } from '@/lib/applications/model';
import { webAddress } from './addresses';

const web: Web = { name: 'Demo', port: 'web', path: '/', scheme: 'http', primary: true };
const at = (address: string, port: number) => [{ id: 'web', protocol: 'tcp' as const, address, port }];

describe('the address of a web page', () => {
  it.each([
    [web, at('0.0.0.0', 8080), 'web-1.lan', 'http://web-1.lan:8080'],
    [{ ...web, path: '/admin' }, at('0.0.0.0', 80), 'web-1.lan', 'http://web-1.lan/admin'],
    [{ ...web, scheme: 'https' as const }, at('::', 443), '10.0.0.5', 'https://10.0.0.5'],
    [web, at('::', 8080), '2001:db8::5', 'http://[2001:db8::5]:8080'],
    [web, at('127.0.0.1', 8080), 'web-1.lan', 'http://localhost:8080'],
  ])('%j published at %j on %s is %s', (page, ports, host, address) => {
    expect(webAddress(page, ports, host)).toBe(address);
  });

  it('is unknown while nothing is published', () => {
    expect(webAddress(web, [], 'web-1.lan')).toBeUndefined();
  });
});
