import http from 'node:http';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTrustedProxies } from './address.mjs';
import { type GuardSettings, guard } from './guard.mjs';
import { createServer } from './server.mjs';

type Answer = { status: number; headers: http.IncomingHttpHeaders; body: string };

const settings: GuardSettings = { publicUrl: undefined, trustedProxies: parseTrustedProxies(''), dev: false };

// Echoes what the application would see.
const echo = guard(
  (req, res) => {
    if (req.url === '/throw') throw new Error('planted');
    // As the framework does it: methods are told to OPTIONS only.
    if (req.url?.startsWith('/api/v1/')) {
      if (req.method === 'OPTIONS') res.setHeader('Allow', 'GET, HEAD, OPTIONS');
      // Compression puts itself in front and sends the head before the end.
      const end = res.end.bind(res);
      res.end = ((...parts: []) => {
        if (!res.headersSent) res.writeHead(res.statusCode);
        return end(...parts);
      }) as typeof res.end;
      res.statusCode = req.method === 'OPTIONS' ? 204 : 405;
      return res.end();
    }
    req.resume().on('end', () => res.end(JSON.stringify(req.headers)));
  },
  settings,
  () => {},
);
const server = createServer(echo, settings);
const named = createServer(
  guard(
    (_req, res) => res.end('named'),
    { ...settings, publicUrl: new URL('https://tomo.example') },
    () => {},
  ),
  { ...settings, publicUrl: new URL('https://tomo.example') },
);

beforeAll(async () => {
  for (const each of [server, named])
    await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  for (const each of [server, named]) {
    each.closeAllConnections();
    each.close();
  }
});

function portOf(each: http.Server): number {
  return (each.address() as net.AddressInfo).port;
}

function ask(options: http.RequestOptions & { body?: string; to?: http.Server } = {}): Promise<Answer> {
  const { body, to = server, ...rest } = options;
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: portOf(to), ...rest }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(portOf(server), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const spoofed = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-forwarded-prefix',
  'x-forwarded-server',
  'x-real-ip',
  'x-tomo-client-ip',
  'x-tomo-nonce',
  'x-tomo-path',
  'x-tomo-request-id',
  'x-tomo-anything',
  'x-middleware-subrequest',
  'x-middleware-rewrite',
  'x-middleware-redirect',
  'x-middleware-next',
  'x-middleware-override-headers',
  'x-nextjs-data',
  'x-matched-path',
  'x-invoke-path',
  'x-invoke-query',
  'x-invoke-status',
  'x-now-route-matches',
  'x-prerender-revalidate',
  'next-resume',
  'next-resume-state-length',
  'authorization',
  'content-security-policy',
  'content-security-policy-report-only',
];

describe('what the application sees', () => {
  it('is none of 30 headers that a client can spoof', async () => {
    expect(spoofed).toHaveLength(30);
    const { body } = await ask({ headers: Object.fromEntries(spoofed.map((name) => [name, 'SPOOFED'])) });
    expect(body).not.toContain('SPOOFED');
    expect(JSON.parse(body)).not.toHaveProperty('authorization');
  });

  it('is the address of the socket, one nonce that the answer repeats, and an id', async () => {
    const { body, headers } = await ask({ headers: { 'x-forwarded-for': '6.6.6.6' } });
    const seen = JSON.parse(body);
    expect(seen['x-tomo-client-ip']).toBe('127.0.0.1');
    expect(seen['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers['content-security-policy']).toContain(`'nonce-${seen['x-tomo-nonce']}'`);
    expect(seen['content-security-policy']).toBe(headers['content-security-policy']);
    expect(seen['x-tomo-request-id']).toBe(headers['x-tomo-request-id']);
  });

  it('is the page behind a request, without the mark of client-side navigation', async () => {
    const { body } = await ask({ path: '/servers?status=offline&_rsc=abc' });
    expect(JSON.parse(body)['x-tomo-path']).toBe('/servers?status=offline');
  });

  it('is never the same nonce twice', async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => JSON.parse((await ask()).body)['x-tomo-nonce']),
    );
    expect(new Set(nonces).size).toBe(20);
  });
});

describe('G18 the headers of every answer', () => {
  const expected = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };

  it.each([
    ['a page', () => ask()],
    ['a file of the build', () => ask({ path: '/_next/static/chunk.js' })],
    ['a failure inside', () => ask({ path: '/throw' })],
    ['a wrong host', () => ask({ headers: { host: 'evil.example' } })],
    ['a foreign change', () => ask({ method: 'POST', headers: { origin: 'http://evil.example' } })],
    ['an unknown method', () => ask({ method: 'OPTIONS' })],
  ])('are complete on %s', async (_name, request) => {
    const { headers } = await request();
    expect(headers).toMatchObject(expected);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe-eval');
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });

  it('are complete even where no request could be read', async () => {
    const answer = await raw('GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain("Content-Security-Policy: default-src 'none'");
    expect(answer).toContain('X-Content-Type-Options: nosniff');
  });

  it('demand https from then on when the public address is https', async () => {
    const { headers } = await ask({ to: named, headers: { host: 'tomo.example' } });
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('forbid keeping an answer, except files named by their content', async () => {
    expect((await ask()).headers['cache-control']).toBe('no-store');
    expect((await ask({ path: '/_next/static/a.js' })).headers['cache-control']).toBeUndefined();
  });

  it('forbid changing a live stream on its way, which would hold back its events', async () => {
    const caching = async (path: string) =>
      (await ask({ to: named, path, headers: { host: 'tomo.example' } })).headers['cache-control'];
    expect(await caching('/api/v1/jobs/1/stream')).toBe('no-store, no-transform');
    expect(await caching('/api/v1/jobs/1/stream?window=5')).toBe('no-store, no-transform');
    expect(await caching('/api/v1/jobs?next=/stream')).toBe('no-store');
  });
});

describe('the Host check', () => {
  it.each([
    '127.0.0.1',
    '192.168.1.20:3000',
    '[::1]:3000',
    'localhost',
    'LOCALHOST:3000',
    'nas',
    'tomo.lan',
    'box.local',
    'tomo.home.arpa',
    'a.b.internal:8080',
  ])('lets %s in while TOMO_URL is unset', async (host) => {
    expect((await ask({ headers: { host } })).status).toBe(200);
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'localhost.',
    'tomo.lan.',
    '127.1',
    '2130706433',
    '0x7f000001',
    '127.0.0.1.nip.io',
    '0177.0.0.1',
    'user@localhost',
    'localhost:99999',
    '[::1',
  ])('refuses %s with 421 and says what to set', async (host) => {
    const { status, body } = await ask({ headers: { host, accept: 'text/html' } });
    expect(status).toBe(421);
    expect(body).toContain('Set TOMO_URL');
  });

  it('refuses a request without Host, with two, and with a host in its target', async () => {
    expect(await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await raw('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 4(21|00) /,
    );
    expect(await raw('GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect((await ask({ path: '//evil.example/' })).status).toBe(400);
  });

  it('accepts only the host of TOMO_URL once it is set', async () => {
    expect((await ask({ to: named, headers: { host: 'tomo.example' } })).status).toBe(200);
    for (const host of ['localhost', '127.0.0.1', 'tomo.example:8080', 'tomo.example.evil.example']) {
      const { status, body } = await ask({ to: named, headers: { host } });
      expect([status, body]).toEqual([421, expect.stringContaining('https://tomo.example')]);
    }
  });

  it('lets health checks in under any name', async () => {
    expect((await ask({ to: named, path: '/livez', headers: { host: '10.1.2.3:3000' } })).status).toBe(200);
  });

  it('shows no markup of a name that is refused', async () => {
    const { body } = await ask({ headers: { host: '<script>x</script>', accept: 'text/html' } });
    expect(body).not.toContain('<script');
  });
});

describe('G17 where a change may come from', () => {
  const own = 'http://localhost';
  it.each([
    [{ 'sec-fetch-site': 'same-origin', origin: own }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: own }, 200],
    [{}, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: own }, 403],
    [{ 'sec-fetch-site': 'none', origin: own }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://evil.example' }, 403],
    [{ origin: 'http://localhost:8080' }, 403],
    [{ origin: 'http://localhost.evil.example' }, 403],
    [{ origin: 'http://evil.example', 'x-forwarded-host': 'evil.example' }, 403],
  ])('with %j answers %i for every unsafe method', async (headers, status) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await ask({ method, headers: { host: 'localhost', ...headers } })).status).toBe(status);
    }
  });

  it('does not matter for reading', async () => {
    expect(
      (await ask({ headers: { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(200);
  });

  it('answers programs with a problem document', async () => {
    const { headers, body } = await ask({ method: 'POST', path: '/api/v1/servers' });
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 403 });
  });
});

describe('the limits', () => {
  const change = { method: 'POST', headers: { host: 'localhost', origin: 'http://localhost' } };

  it('refuse a body over 1 MiB before reading it, and one of unknown length', async () => {
    const large = { ...change.headers, 'content-length': String(1024 * 1024 + 1) };
    expect(await raw(`POST / HTTP/1.1\r\n${lines(large)}\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    const chunked = { ...change.headers, 'transfer-encoding': 'chunked' };
    expect(await raw(`POST / HTTP/1.1\r\n${lines(chunked)}\r\n`)).toMatch(/^HTTP\/1\.1 411 /);
    expect(
      (await ask({ ...change, headers: { ...change.headers, 'content-length': '3' }, body: 'abc' })).status,
    ).toBe(200);
  });

  it('refuse headers over 16 KiB', async () => {
    expect(await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(17_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431 /,
    );
  });

  it('close every attempt to leave HTTP', async () => {
    const upgrade =
      'Host: localhost\r\nOrigin: http://localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    expect(await raw(`GET /_next/hmr HTTP/1.1\r\n${upgrade}\r\n`)).toBe('');
    expect(await raw('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n')).toBe('');
  });

  it('refuse methods that Tomo has no use for', async () => {
    for (const method of ['OPTIONS', 'TRACE', 'PROPFIND']) expect((await ask({ method })).status).toBe(405);
  });
});

function lines(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

describe('a method that an address of the API does not have', () => {
  it('is refused in words, with the methods that it has', async () => {
    const answer = await ask({
      method: 'DELETE',
      path: '/api/v1/servers?x=1',
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status).toBe(405);
    expect(answer.headers).toMatchObject({
      allow: 'GET, HEAD, OPTIONS',
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 405,
      title: 'DELETE is not possible here.',
      detail: 'Use GET, HEAD.',
    });
  });
});
