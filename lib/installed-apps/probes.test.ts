import { describe, expect, it } from 'vitest';
import { readStarterApps } from '@/lib/applications/starter-apps';
import { probesOf, readAnswer } from './probes';

const starter = (slug: string) => {
  const found = readStarterApps().find(({ model }) => model.slug === slug);
  if (!found) throw new Error(slug);
  return found.model;
};
const choice = (id: string, port: number, address = '0.0.0.0', protocol: 'tcp' | 'udp' = 'tcp') => ({
  id,
  protocol,
  address,
  port,
});

describe('what is asked of an app after its start', () => {
  it('is the health page of the definition, from the server itself', () => {
    expect(probesOf(starter('miniflux'), [choice('web', 8081)])).toEqual([
      {
        id: 'web',
        scheme: 'http',
        address: '127.0.0.1',
        port: 8081,
        path: '/healthcheck',
        expect: [
          [200, 399],
          [401, 401],
        ],
      },
    ]);
  });

  it('is a connection where there is no page, and nothing for datagrams', () => {
    const probes = probesOf(starter('redis'), [
      choice('redis', 6379, '127.0.0.1'),
      choice('redis', 6379, '127.0.0.1', 'udp'),
    ]);
    expect(probes).toMatchObject([{ scheme: 'tcp', address: '127.0.0.1', port: 6379 }]);
  });

  it('goes to the very address that the port is bound to', () => {
    expect(probesOf(starter('redis'), [choice('redis', 1, '10.0.0.7')])[0]?.address).toBe('10.0.0.7');
    expect(probesOf(starter('redis'), [choice('redis', 1, '::')])[0]?.address).toBe('::1');
  });

  it('accepts the codes that the definition names, and any code where it names none', () => {
    const [health] = probesOf(starter('miniflux'), [choice('web', 8081)]);
    if (!health) throw new Error('no probe');
    expect(readAnswer(health, 'http 200\n').answered).toBe(true);
    expect(readAnswer(health, 'http 401').answered).toBe(true);
    expect(readAnswer(health, 'http 502')).toEqual({
      answered: false,
      sentence: 'Port 8081 answers, but not as it should: /healthcheck with 502',
    });
    expect(readAnswer({ ...health, expect: [] }, 'http 502').answered).toBe(true);
    expect(readAnswer(health, 'closed').answered).toBe(false);
    expect(readAnswer(health, '').answered).toBe(false);
    expect(readAnswer(health, 'http 200; rm -rf /').answered).toBe(false);
  });

  it('does not hold missing tools of a server against the app, and says so', () => {
    const [probe] = probesOf(starter('redis'), [choice('redis', 6379)]);
    if (!probe) throw new Error('no probe');
    expect(readAnswer(probe, 'unknown')).toMatchObject({ answered: true });
    expect(readAnswer(probe, 'unknown').sentence).toContain('could not be asked');
  });
});
