import { describe, expect, it } from 'vitest';
import { openTarget, type PageView } from './open-target';

const page = (changes: Partial<PageView> = {}): PageView => ({
  name: 'Page',
  scheme: 'http',
  path: '/',
  address: '0.0.0.0',
  port: 8080,
  host: 'web-1.lan',
  ...changes,
});

describe('where Open leads', () => {
  it.each([
    [page(), 'tomo.lan', 'http://web-1.lan:8080/'],
    [page({ scheme: 'https', port: 443, path: '/admin' }), 'tomo.lan', 'https://web-1.lan/admin'],
    [page({ port: 80 }), 'tomo.lan:3000', 'http://web-1.lan/'],
    [page({ host: 'fd00::5' }), 'tomo.lan', 'http://[fd00::5]:8080/'],
    [page({ address: '10.0.0.7' }), 'tomo.lan', 'http://10.0.0.7:8080/'],
  ])('is the server that the app runs on: %#', (given, viewed, href) => {
    expect(openTarget(given, viewed)).toEqual({ href });
  });

  it.each([
    ['127.0.0.1', '127.0.0.1:3000', 'http://localhost:8080/'],
    ['localhost', 'localhost:3000', 'http://127.0.0.1:8080/'],
    ['::1', '[::1]:3000', 'http://localhost:8080/'],
    ['127.0.0.1', 'localhost:3000', 'http://127.0.0.1:8080/'],
  ])('never is the name under which Tomo is viewed: %s seen at %s', (host, viewed, href) => {
    expect(openTarget(page({ host }), viewed)).toEqual({ href });
  });

  it.each(['web-1.lan', 'WEB-1.LAN:3000', 'web-1.lan.', 'web-1.lan.:443'])(
    'is refused where that name has no other spelling: %s',
    (viewed) => {
      expect(openTarget(page(), viewed)).toEqual({ blocked: 'own_host' });
    },
  );

  it('is refused for an address that is its server and Tomo alike', () => {
    expect(openTarget(page({ host: '10.0.0.5' }), '10.0.0.5:3000')).toEqual({ blocked: 'own_host' });
    expect(openTarget(page({ host: 'fd00::5' }), '[fd00::5]:3000')).toEqual({ blocked: 'own_host' });
  });

  it('is nowhere for a page that answers on a distant server only', () => {
    expect(openTarget(page({ address: '127.0.0.1' }), 'tomo.lan')).toEqual({ blocked: 'only_on_server' });
    expect(openTarget(page({ address: '127.0.0.1', host: '127.0.0.1' }), 'tomo.lan')).toEqual({
      href: 'http://127.0.0.1:8080/',
    });
  });
});
