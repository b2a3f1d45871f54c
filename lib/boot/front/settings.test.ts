import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { frontSettings } from './settings.mjs';

describe('what the front reads from the environment', () => {
  it('has defaults that work on a fresh machine', () => {
    expect(frontSettings({})).toMatchObject({ port: 3000, hostname: '0.0.0.0', publicUrl: undefined });
  });

  it('takes the name that Docker and shells export for no wish to listen there', () => {
    expect(frontSettings({ HOSTNAME: os.hostname() }).hostname).toBe('0.0.0.0');
    expect(frontSettings({ HOSTNAME: '127.0.0.1' }).hostname).toBe('127.0.0.1');
  });

  it.each([
    [{ PORT: 'http' }, /PORT: "http"/],
    [{ PORT: '65536' }, /PORT/],
    [{ PORT: '-1' }, /PORT/],
    [{ TOMO_URL: 'tomo.example' }, /TOMO_URL/],
    [{ TOMO_URL: 'ftp://tomo.example' }, /TOMO_URL/],
    [{ TOMO_URL: 'https://tomo.example/path' }, /TOMO_URL/],
    [{ TOMO_URL: 'https://user@tomo.example' }, /TOMO_URL/],
    [{ TOMO_TRUSTED_PROXIES: 'everybody' }, /TOMO_TRUSTED_PROXIES: "everybody"/],
    [{ TOMO_TRUSTED_PROXIES: '10.0.0.0/99' }, /TOMO_TRUSTED_PROXIES/],
  ])('refuses %j and names the variable', (source, reason) => {
    expect(() => frontSettings(source)).toThrow(reason);
  });
});
