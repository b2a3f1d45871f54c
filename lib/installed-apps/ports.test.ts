import { describe, expect, it } from 'vitest';
import { type AppPort, portSchema } from '@/lib/applications/model';
import { checkPorts, proposePorts, suggestPort } from './ports';
import { collides, describeHolder, takenPorts } from './taken-ports';

const range = { min: 10_000, max: 10_003 };

function port(changes: Partial<Record<keyof AppPort, unknown>>): AppPort {
  return portSchema.parse({
    id: 'web',
    service: 'app',
    target: 80,
    protocol: 'tcp',
    preferred: 8080,
    purpose: 'web',
    bind: 'all',
    fixed: false,
    sameInside: false,
    optional: false,
    ...changes,
  });
}

const taken = takenPorts({
  claims: [{ protocol: 'tcp', address: '127.0.0.1', port: 9000, installedAppId: 'z', appName: 'z' }],
  publishes: [
    { protocol: 'tcp', address: '0.0.0.0', port: 8080, container: 'x', appName: 'y', installedAppId: 'y1' },
  ],
  listeners: [
    { protocol: 'tcp', address: '*', port: 8080, process: 'docker-proxy' },
    { protocol: 'tcp', address: '[::]', port: 22, process: 'sshd' },
    { protocol: 'udp', address: '127.0.0.53%lo', port: 53, process: 'systemd-resolve' },
    { protocol: 'tcp', address: '::ffff:127.0.0.1', port: 8081 },
  ],
});

const choice = (number: number, address = '0.0.0.0', protocol: 'tcp' | 'udp' = 'tcp', id = 'web') => ({
  id,
  protocol,
  address,
  port: number,
});
const problemOf = (ports: AppPort[], choices: ReturnType<typeof choice>[], id = 'web') =>
  checkPorts(ports, choices, taken, range)[id];

describe('ports of a server', () => {
  it('names the holder, the most telling one first', () => {
    const holders = [9000, 8080, 22, 8081].map((number) => taken.find((entry) => entry.port === number));
    expect(holders.map((entry) => entry && describeHolder(entry))).toEqual([
      '9000 is reserved by app z',
      '8080 is held by container x (app y)',
      '22 is held by process sshd',
      '8081 is held by a process of the server',
    ]);
    const dns = taken.find((entry) => entry.port === 53);
    expect(dns && describeHolder(dns)).toBe('53/udp is held by process systemd-resolve');
  });

  it('a wildcard collides with every address, two addresses only when they are the same', () => {
    const at = (address: string, protocol: 'tcp' | 'udp' = 'tcp') => ({ protocol, address, port: 80 });
    expect(collides(at('0.0.0.0'), at('127.0.0.1'))).toBe(true);
    expect(collides(at('192.168.1.2'), at('::'))).toBe(true);
    expect(collides(at('192.168.1.2'), at('127.0.0.1'))).toBe(false);
    expect(collides(at('127.0.0.1'), at('::ffff:127.0.0.1'))).toBe(true);
    expect(collides(at('0.0.0.0'), at('0.0.0.0', 'udp'))).toBe(false);
  });

  it('what the app itself holds is free for it, its proxies too', () => {
    const survey = {
      claims: [
        { protocol: 'tcp' as const, address: '0.0.0.0', port: 8080, installedAppId: 'me', appName: 'me' },
      ],
      publishes: [
        {
          protocol: 'tcp' as const,
          address: '0.0.0.0',
          port: 8080,
          container: 'me-app-1',
          installedAppId: 'me',
        },
      ],
      listeners: [{ protocol: 'tcp' as const, address: '0.0.0.0', port: 8080, process: 'docker-proxy' }],
    };
    expect(takenPorts(survey, 'me')).toEqual([]);
    expect(takenPorts(survey, 'other')).toHaveLength(3);
    expect(takenPorts(survey)).toHaveLength(3);
  });

  it('a taken port is named with its holder and the next free one is suggested', () => {
    expect(problemOf([port({})], [choice(8080)])).toEqual({
      message: '8080 is held by container x (app y).',
      suggestion: 8082,
    });
    expect(problemOf([port({})], [choice(8082)])).toBeUndefined();
    expect(problemOf([port({})], [choice(9000, '192.168.1.5')])).toBeUndefined();
    expect(problemOf([port({})], [choice(9000, '127.0.0.1')])).toMatchObject({
      message: '9000 is reserved by app z.',
    });
  });

  it('suggestions go 50 further, then into the range, never below 1024, and end when all is taken', () => {
    const busy = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => ({
        protocol: 'tcp' as const,
        address: '0.0.0.0',
        port: from + index,
        holder: { kind: 'process' as const, name: 'x' },
      }));
    expect(suggestPort(8080, ['tcp'], busy(8081, 8129), range)).toBe(8130);
    expect(suggestPort(8080, ['tcp'], busy(8081, 8130), range)).toBe(10_000);
    expect(suggestPort(80, ['tcp'], [], range)).toBe(10_000);
    expect(suggestPort(65_535, ['tcp'], busy(10_000, 10_003), range)).toBeUndefined();
    expect(suggestPort(8080, ['udp'], busy(8081, 8081), range)).toBe(8081);
  });

  it('proposes the preferred port, moves on when it is taken, and asks who may reach a web port', () => {
    const ports = [
      port({}),
      port({ id: 'api', preferred: 8082, purpose: 'api' }),
      port({ id: 'dns', preferred: 53, protocol: 'both', fixed: true, purpose: 'dns' }),
    ];
    expect(proposePorts(ports, taken, range)).toEqual([
      {
        id: 'web',
        protocols: ['tcp'],
        port: 8082,
        address: undefined,
        message: '8080 is held by container x (app y)',
      },
      {
        id: 'api',
        protocols: ['tcp'],
        port: 8083,
        address: '127.0.0.1',
        message: undefined,
      },
      {
        id: 'dns',
        protocols: ['tcp', 'udp'],
        port: 53,
        address: '127.0.0.1',
        message: '53/udp is held by process systemd-resolve',
      },
    ]);
  });

  it.each([
    ['nothing chosen', [], 'Choose where this port is published.'],
    ['no address', [choice(8082, '')], 'Use an IP address of the server.'],
    ['a host name', [choice(8082, 'web-1.lan')], 'Use an IP address of the server.'],
    ['port 0', [choice(0)], 'Use a port from 1 to 65535.'],
    ['the wrong protocol', [choice(8082, '0.0.0.0', 'udp')], 'Publish one number for tcp.'],
  ])('%s is refused', (_, choices, message) => {
    expect(problemOf([port({})], choices)).toEqual({ message });
  });

  it('both protocols go together, optional ports may stay away, fixed ones cannot move', () => {
    const both = port({ protocol: 'both' });
    expect(problemOf([both], [choice(8082)])).toEqual({ message: 'Publish one number for tcp and udp.' });
    expect(problemOf([both], [choice(8082), choice(8083, '0.0.0.0', 'udp')])).toEqual({
      message: 'Publish one number for tcp and udp.',
    });
    expect(problemOf([both], [choice(8082), choice(8082, '0.0.0.0', 'udp')])).toBeUndefined();
    expect(problemOf([port({ optional: true })], [])).toBeUndefined();
    expect(problemOf([port({ fixed: true, preferred: 1883 })], [choice(1884)])).toEqual({
      message: 'This port cannot move: it must be 1883.',
    });
    expect(problemOf([port({ fixed: true, preferred: 22 })], [choice(22)])).toEqual({
      message: '22 is held by process sshd.',
    });
  });

  it('two ports of one app cannot take the same number, and unknown ports are refused', () => {
    const ports = [port({}), port({ id: 'api', preferred: 8090 })];
    const problems = checkPorts(ports, [choice(8082), choice(8082, '127.0.0.1', 'tcp', 'api')], taken, range);
    expect(problems.web).toEqual({ message: '8082 is chosen twice: also for api.', suggestion: 8083 });
    expect(problems.api).toBeDefined();
    expect(
      problemOf(
        ports,
        [choice(8082), choice(8083, '0.0.0.0', 'tcp', 'api'), choice(1, '0.0.0.0', 'tcp', 'evil')],
        'evil',
      ),
    ).toBeDefined();
  });
});
