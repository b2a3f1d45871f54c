import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { clockOffsetSeconds } from './facts';
import { FACTS_HEADER } from './facts-script';
import { parseFacts } from './parse-facts';

const recorded = (name: string) => readFileSync(new URL(`./fixtures/${name}.txt`, import.meta.url), 'utf8');
const factsOf = (name: string) => parseFacts(recorded(name));

describe('each system is recognised', () => {
  const systems: [
    fixture: string,
    name: string,
    family: string,
    packages: string,
    init: string,
    arch: string,
  ][] = [
    ['debian-13-root', 'Debian GNU/Linux 13 (trixie)', 'debian', 'apt-get', 'systemd', 'x86_64'],
    ['debian-12-root', 'Debian GNU/Linux 12 (bookworm)', 'debian', 'apt-get', 'systemd', 'x86_64'],
    ['constructed-ubuntu-24', 'Ubuntu 24.04.1 LTS', 'debian', 'apt-get', 'systemd', 'x86_64'],
    ['constructed-rocky-9', 'Rocky Linux 9.4 (Blue Onyx)', 'rhel', 'dnf', 'systemd', 'x86_64'],
    ['constructed-alpine', 'Alpine Linux v3.20', 'alpine', 'apk', 'openrc', 'aarch64'],
  ];
  test.each(systems)('%s is %s', (fixture, name, family, packageManager, init, architecture) => {
    const facts = factsOf(fixture);
    expect(facts).toMatchObject({ os: { name, family }, kernel: { architecture }, packageManager, init });
    expect(facts.mounts[0]?.point).toBe('/');
    expect(facts.memory.totalBytes).toBeGreaterThan(3 * 1024 ** 3);
  });
});

describe('each system of the list', () => {
  const G = 'apt-get';
  type Updates = [total: number, security: number | null] | null;
  const systems: [
    fixture: string,
    name: string,
    family: string,
    manager: string,
    updates: Updates,
    reboot: boolean,
  ][] = [
    ['debian-11', 'Debian GNU/Linux 11 (bullseye)', 'debian', G, [4, 2], true],
    ['raspbian-11', 'Raspberry Pi OS 11 (bullseye)', 'debian', G, [0, 0], false],
    ['raspberry-pi-os-12', 'Raspberry Pi OS 12 (bookworm)', 'debian', G, [4, 2], false],
    ['ubuntu-20-04', 'Ubuntu 20.04.6 LTS', 'debian', G, [4, 2], true],
    ['ubuntu-22-04', 'Ubuntu 22.04.5 LTS', 'debian', G, [4, 2], false],
    ['ubuntu-24', 'Ubuntu 24.04.1 LTS', 'debian', G, [17, 6], true],
    ['ubuntu-26-04', 'Ubuntu 26.04 LTS', 'debian', G, [4, 2], false],
    ['rhel-8', 'Red Hat Enterprise Linux 8.10 (Ootpa)', 'rhel', 'dnf', [6, 2], false],
    ['rocky-9', 'Rocky Linux 9.4 (Blue Onyx)', 'rhel', 'dnf', null, true],
    ['rhel-10', 'Red Hat Enterprise Linux 10.0 (Coughlan)', 'rhel', 'dnf', [6, 2], true],
    ['rocky-8', 'Rocky Linux 8.10 (Green Obsidian)', 'rhel', 'dnf', [6, 2], false],
    ['rocky-10', 'Rocky Linux 10.0 (Red Quartz)', 'rhel', 'dnf', [0, 0], false],
    ['almalinux-8', 'AlmaLinux 8.10 (Cerulean Leopard)', 'rhel', 'dnf', [6, 2], false],
    ['almalinux-9', 'AlmaLinux 9.5 (Teal Serval)', 'rhel', 'dnf', null, false],
    ['almalinux-10', 'AlmaLinux 10.0 (Purple Lion)', 'rhel', 'dnf', [6, 2], false],
    // These publish no advisories: how many are about security is not known.
    ['centos-stream-9', 'CentOS Stream 9 ()', 'rhel', 'dnf', [6, null], false],
    ['centos-stream-10', 'CentOS Stream 10 (Coughlan)', 'rhel', 'dnf', [6, null], false],
    ['fedora-41', 'Fedora Linux 41 (Server Edition)', 'rhel', 'dnf', [3, 1], true],
    ['fedora-43', 'Fedora Linux 43 (Cloud Edition)', 'rhel', 'dnf', [0, 0], false],
    ['opensuse-leap-15-6', 'openSUSE Leap 15.6', 'suse', 'zypper', [6, 2], true],
    ['opensuse-tumbleweed', 'openSUSE Tumbleweed', 'suse', 'zypper', [6, null], false],
    ['alpine', 'Alpine Linux v3.20', 'alpine', 'apk', [3, null], false],
    ['alpine-3-22', 'Alpine Linux v3.22', 'alpine', 'apk', [3, null], true],
    ['arch', 'Arch Linux', 'arch', 'pacman', [3, null], true],
    ['amazon-linux-2', 'Amazon Linux 2', 'rhel', 'yum', [2, 1], true],
    ['amazon-linux-2023', 'Amazon Linux 2023.6.20241121', 'rhel', 'dnf', [0, 0], false],
  ];
  test.each(systems)(
    '%s (constructed) is %s',
    (fixture, name, family, packageManager, updates, rebootRequired) => {
      const facts = factsOf(`constructed-${fixture}`);
      expect(facts).toMatchObject({ os: { name, family }, packageManager, rebootRequired });
      expect(facts.pendingUpdates && [facts.pendingUpdates.total, facts.pendingUpdates.security]).toEqual(
        updates,
      );
      expect(facts.cpu.model).toBeTruthy();
      expect(facts.mounts[0]?.point).toBe('/');
    },
  );

  it('has a fixture, and every fixture is read here', () => {
    const files = readdirSync(new URL('./fixtures', import.meta.url)).filter((file) =>
      file.startsWith('constructed-'),
    );
    expect(files.sort()).toEqual(systems.map(([fixture]) => `constructed-${fixture}.txt`).sort());
  });
});

describe('pending updates, as the programs really print them', () => {
  const printed: [fixture: string, manager: string, total: number, security: number | null][] = [
    ['apt-2-6', 'apt-get', 25, 13],
    ['dnf-4-14', 'dnf', 6, 2],
    ['zypper-1-14', 'zypper', 6, 2],
    ['pacman-6-0', 'pacman', 3, null],
  ];
  test.each(printed)('%s', (fixture, manager, total, security) => {
    const text = recorded('debian-13-root')
      .replace(/@packages\n\|.*/, `@packages\n|${manager}`)
      .replace(
        /@updates\n(\|.*\n)*@security-updates\n/,
        `@package-index\n|1795413269\n${recorded(`recorded-updates-${fixture}`)}`,
      );
    expect(parseFacts(text).pendingUpdates).toMatchObject({ total, security });
  });

  it('are unknown, not none, where the server has no package index', () => {
    const text = recorded('constructed-ubuntu-22-04');
    expect(parseFacts(text).pendingUpdates).toEqual({ total: 4, security: 2, indexAgeSeconds: 86_400 });
    expect(parseFacts(text.replace(/@package-index\n\|\d+/, '@package-index')).pendingUpdates).toBeNull();
  });
});

describe('the Docker engine', () => {
  const states: [fixture: string, docker: Record<string, unknown>][] = [
    ['debian-13-root', { status: 'absent', problem: null, composeVersion: null, service: null }],
    ['debian-13-docker', { status: 'ready', engineVersion: '26.1.5+dfsg1', composeVersion: '2.26.1-4' }],
    ['debian-13-docker-operator', { status: 'unusable', problem: 'permission_denied', engineVersion: null }],
    [
      'debian-13-docker-stopped',
      { status: 'unusable', problem: 'not_running', service: { active: false, startsAtBoot: true } },
    ],
    ['constructed-alpine', { status: 'ready', service: { active: true, startsAtBoot: null } }],
    ['constructed-rocky-9', { status: 'ready', composeVersion: '2.29.7' }],
    [
      'constructed-ubuntu-24',
      { status: 'ready', composeVersion: null, service: { active: true, startsAtBoot: false } },
    ],
  ];
  test.each(states)('of %s is seen as it is', (fixture, docker) => {
    expect(factsOf(fixture).docker).toMatchObject(docker);
  });

  it('keeps the words of a refusal, so that the remedy can be named', () => {
    expect(factsOf('debian-13-docker-operator').docker.problemText).toMatch(
      /permission denied .*docker\.sock/,
    );
  });
});

describe('listening ports', () => {
  it('come with protocol, address and process when root asks', () => {
    expect(factsOf('debian-13-docker').listeners).toContainEqual({
      protocol: 'tcp',
      address: '0.0.0.0',
      port: 8080,
      process: { name: 'docker-proxy', pid: 1266 },
    });
  });

  it('come without process when another account asks', () => {
    const listeners = factsOf('debian-13-docker-operator').listeners;
    expect(listeners.map(({ protocol, port }) => `${port}/${protocol}`)).toContain('5353/udp');
    expect(listeners.every((listener) => listener.process === null)).toBe(true);
  });

  it('keep both address families apart and drop zones, duplicates and established connections', () => {
    const rows = factsOf('constructed-rocky-9').listeners.map(
      (row) => `${row.protocol} ${row.address} ${row.port} ${row.process?.name}`,
    );
    expect(rows).toEqual([
      'tcp 0.0.0.0 22 sshd',
      'tcp 127.0.0.53 53 undefined',
      'tcp * 80 httpd',
      'udp 127.0.0.1 323 undefined',
      'udp ::1 323 undefined',
    ]);
  });

  it('name the container that publishes a port, or that listens in the network of the host', () => {
    const rows = factsOf('constructed-ubuntu-22-04').listeners.map(
      ({ address, port, process, container }) => `${address} ${port} ${process?.name} ${container}`,
    );
    expect(rows).toEqual([
      '0.0.0.0 22 sshd undefined',
      ':: 22 sshd undefined',
      '0.0.0.0 8080 docker-proxy web-1-nginx-1',
      ':: 8080 docker-proxy web-1-nginx-1',
      '* 9100 node_exporter metrics',
    ]);
  });

  it('include what the engine forwards without a process, and ignore containers nobody listed', () => {
    const facts = factsOf('constructed-alpine-3-22');
    expect(facts.listeners.filter(({ port }) => port === 8080)).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: 8080, process: null, container: 'web-1-nginx-1' },
      { protocol: 'tcp', address: '::', port: 8080, process: null, container: 'web-1-nginx-1' },
    ]);
    const text = recorded('constructed-ubuntu-22-04').replace(
      '0.0.0.0:8080->80/tcp',
      '127.0.0.1:3000-3002->3000-3002/udp',
    );
    expect(parseFacts(text).listeners.filter(({ port }) => port >= 3000 && port <= 3002)).toHaveLength(3);
    expect(parseFacts(text.replace(/beef1{60} metrics /, '')).listeners.at(-1)?.container).toBeUndefined();
  });

  it('are read from busybox netstat where ss is missing', () => {
    const rows = factsOf('constructed-alpine').listeners.map(
      (row) => `${row.protocol} ${row.address} ${row.port} ${row.process?.name}`,
    );
    expect(rows).toEqual([
      'tcp 0.0.0.0 22 sshd',
      'tcp :: 22 sshd',
      'udp 0.0.0.0 123 chronyd',
      'tcp :: 8080 undefined',
    ]);
  });
});

it('knows pending updates, a due restart and its packages, and leaves the unknown unknown', () => {
  expect(factsOf('constructed-ubuntu-24')).toMatchObject({
    pendingUpdates: { total: 17, security: 6 },
    rebootRequired: true,
    rebootPackages: ['linux-image-6.8.0-47-generic', 'linux-base'],
  });
  expect(factsOf('constructed-rocky-9').pendingUpdates).toBeNull();
  expect(factsOf('constructed-alpine')).toMatchObject({
    machineId: null,
    pendingUpdates: { total: 3, security: null },
    clock: { epochMs: 1795499669000, synchronised: null },
    temperatures: [{ name: 'cpu-thermal', celsius: 48.686 }],
    cpu: { model: 'Raspberry Pi 4 Model B Rev 1.4', count: 4 },
  });
});

it('measures the clock against the middle of the way to and from', () => {
  const facts = factsOf('constructed-ubuntu-24');
  expect(clockOffsetSeconds(facts, 1795499600_000, 1795499601_000)).toBeCloseTo(69, 3);
});

describe('a hostile or broken answer', () => {
  const whole = recorded('debian-13-docker');
  const answers: [what: string, text: string][] = [
    ['empty', ''],
    ['cut in the middle', whole.slice(0, whole.length / 2)],
    ['without kernel', whole.replace('|Linux 6', '|')],
    ['without clock', whole.replace(/@clock\n\|.*/, '@clock')],
  ];
  test.each(answers)('that is %s is refused in words', (_what, text) => {
    expect(() => parseFacts(text)).toThrow('cannot be read');
  });

  it('cannot put a part inside another one, nor control characters on the screen', () => {
    const facts = parseFacts(
      whole
        .replace('|debian13', '|evil\u001b]0;x\u0007\u202ename')
        .replace('|web-1', '|we\u001b[31mb\u202e\r'),
    );
    expect(facts.hostname).toBe('we [31mb');
    expect(JSON.stringify(facts)).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('cannot slip a line between a name and its lines', () => {
    expect(parseFacts(whole.replace('@hostname\n', '@hostname\nxevil\n')).hostname).toBe('web-1');
  });

  it('survives noise of a login shell before and after', () => {
    expect(parseFacts(`motd of today\n${whole}bye\n`).docker.status).toBe('ready');
    expect(() => parseFacts(whole.replace(FACTS_HEADER, '@tomo-facts 2'))).toThrow('cannot be read');
  });

  // A part that comes a second time takes the place of the first.
  const withParts = (...lines: string[]) => whole.replace('@end', `${lines.join('\n')}\n@end`);
  const advisories = (manager: string, line: string) =>
    withParts(
      '@packages',
      `|${manager}`,
      '@package-index',
      '|1795413269',
      '@security-updates',
      ...Array.from({ length: 20 }, () => `|${line}`),
    );
  const slow: [what: string, text: string][] = [
    ['a file system of spaces', withParts('@mounts', `|x${' '.repeat(200_000)}y`)],
    ['an address of zones', withParts('@listeners', `|tcp LISTEN 0 1 ${'%'.repeat(200_000)}]]x:1 *`)],
    ['advisories of dashes', advisories('dnf', `A${'-'.repeat(16_000)}`)],
    ['patches of words', advisories('zypper', `a|x|${'security|'.repeat(2_000)}`)],
    [
      'containers that name every port many times',
      withParts(
        '@containers',
        ...Array.from(
          { length: 100 },
          () => `|${'a'.repeat(64)} web ${'1.1.1.1:1-2000->1/tcp, '.repeat(700)}`,
        ),
      ),
    ],
  ];
  test.each(slow)('with %s stops nobody else: it is read within a moment', (_what, text) => {
    expect(text.length).toBeGreaterThan(whole.length + 100_000);
    expect(parseFacts(text).listeners.length).toBeLessThanOrEqual(2000);
  });

  it('is bounded: a million lines leave a readable result', () => {
    const flood = whole.replace(
      '@listeners\n',
      `@listeners\n${'|tcp LISTEN 0 1 0.0.0.0:1 0.0.0.0:*\n'.repeat(100_000)}`,
    );
    expect(parseFacts(flood).listeners.length).toBeLessThanOrEqual(2000);
  });
});
