import { describe, expect, it } from 'vitest';
import { localPath } from './local-path';

describe('where sign-in leads to', () => {
  it.each(['/', '/servers', '/servers?status=offline&sort=-cpu', '/activity/0190#L120', '/a//b'])(
    'is the page that was asked for: %s',
    (path) => {
      expect(localPath(path)).toBe(path);
    },
  );

  it.each([
    'https://evil.example',
    'http://evil.example/servers',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/..//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    'servers',
    '',
    '/login?next=/login',
    '/api/auth/signout',
    '/setup',
    `/${'a'.repeat(2000)}`,
    undefined,
    ['/servers'],
  ])('is the first page for %j', (value) => {
    expect(localPath(value)).toBe('/');
  });
});
