import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStarterApps } from '@/lib/applications/starter-apps';
import { isUnprintableText } from '@/lib/applications/unprintable';
import { configDifferences } from './config-check';
import { resolveFields } from './fields';
import { renderApp } from './render';
import { exampleInput } from './render-example';
import type { Rendered } from './render-input';
import { variablesOf } from './variables';

const binaries = [
  process.env.TOMO_LAB_COMPOSE ?? '',
  '/usr/libexec/docker/cli-plugins/docker-compose',
  '/usr/lib/docker/cli-plugins/docker-compose',
  '/usr/local/lib/docker/cli-plugins/docker-compose',
];
const binary = binaries.find((file) => file !== '' && existsSync(file));

type Config = {
  services: Record<
    string,
    { environment?: Record<string, string>; command?: string[]; healthcheck?: { test: string[] } } & Record<
      string,
      unknown
    >
  >;
};

// Needs the Compose program but no engine; without one the same promises are held by the faithful reader of env-file.test.ts.
describe.skipIf(!binary)('rendered projects, read by the real Compose', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tomo-compose-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function config(rendered: Rendered): Config {
    for (const file of rendered.files) {
      const target = path.join(folder, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      rmSync(target, { force: true });
      writeFileSync(target, file.content);
      chmodSync(target, file.mode);
    }
    const text: string = execFileSync(binary ?? '', ['-f', 'compose.yaml', 'config', '--format', 'json'], {
      cwd: folder,
      env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin', HOME: '/nonexistent' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(text) as Config;
  }

  /** What a container receives: Compose prints a literal dollar as `$$`, so that its output can be read again. */
  const received = (text: string | undefined) => text?.replaceAll('$$', () => '$');

  const nasty = [
    '',
    ' ',
    '  padded  ',
    "it's",
    '"quoted"',
    '\'"\'"',
    '"',
    '\\',
    '\\\\',
    'ends with \\',
    'ends with "\'',
    'C:\\new\\table',
    '$HOME',
    `\${HOME}`,
    '$$',
    `$\${V1}`,
    '\\$HOME',
    '\\\\$HOME \'"',
    '$argon2id$v=19$m=65540,t=3,p=4$c2FsdA$aGFzaA',
    'line one\nline two\n',
    '\n',
    'a\r\nb',
    '\ttab',
    '# no remark',
    'a #b',
    'KEY=value',
    'export X=1',
    '`id`',
    '$(id)',
    '; rm -rf /',
    '|| true',
    '{{ .Env }}',
    'null',
    'yes',
    '0644',
    '1e3',
    '~',
    '- a',
    '{a: b}',
    '%d %s',
    'Zoë Größe',
    '日本語',
    'العربية',
    '😀👩‍👩‍👧',
    '\u00a0\u200b',
    'e\u0301',
    "multi 'line'\nwith \\ and $X and \"",
  ];

  function definition(count: number): string {
    const keys = Array.from({ length: count }, (_, index) => `V${index}`);
    return `tomo: 1
id: demo
name: Demo
version: "1.0"
category: utility
tagline: A demonstration
license: MIT
compose:
  services:
    app:
      image: nginx:1.29
      command: [${keys.map((key) => `"\${${key}}"`).join(', ')}]
      environment: {${keys.map((key) => `E${key}: "<\${${key}}>"`).join(', ')}}
      healthcheck: {test: [CMD, check, "\${V0}"]}
fields:
${keys.map((key) => `  - {key: ${key}, type: multiline, label: Value}`).join('\n')}
`;
  }

  function expectArrival(values: string[]): void {
    const fields = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
    const input = exampleInput(definition(values.length), { values: fields });
    const rendered = renderApp(input);
    const read = config(rendered);
    expect(configDifferences(rendered, variablesOf(input), read, folder)).toEqual([]);
    const { app } = read.services;
    values.forEach((value, index) => {
      expect(received(app?.environment?.[`EV${index}`])).toBe(`<${value}>`);
      expect(received(app?.command?.[index])).toBe(value);
    });
    expect(received(app?.healthcheck?.test[2])).toBe(values[0]);
  }

  it('quotes, dollars, newlines, backslashes and every script arrive byte for byte', () => {
    expectArrival(nasty);
  });

  it('so do random values', () => {
    const value = fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({
          unit: fc.constantFrom("'", '"', '\\', '$', '{', '}', 'V1', '\n', '\r', '#', '=', ' ', 'n', '\t'),
          maxLength: 16,
        }),
      )
      .filter((text) => !isUnprintableText(text.replaceAll('\r', '')));
    fc.assert(fc.property(fc.array(value, { minLength: 60, maxLength: 60 }), expectArrival), { numRuns: 3 });
  });

  it('literal texts of a definition arrive byte for byte', () => {
    const base = exampleInput(definition(1), { values: { V0: '' } });
    const app = base.model.services.app;
    if (!app) throw new Error('no service');
    const env = Object.fromEntries(nasty.map((value, index) => [`L${index}`, value === '' ? [] : [value]]));
    const service = {
      ...app,
      env: { ...env, ON: ['on'], NO: ['no'], y: ['y'], NULL: ['null'] },
    } as typeof app;
    const read = config(renderApp({ ...base, model: { ...base.model, services: { app: service } } }));
    nasty.forEach((value, index) => {
      expect(received(read.services.app?.environment?.[`L${index}`])).toBe(value);
    });
    expect(read.services.app?.environment).toMatchObject({ ON: 'on', NO: 'no', y: 'y', NULL: 'null' });
  });

  it('every starter app is accepted and keeps its limits', () => {
    for (const { model, contentHash } of readStarterApps()) {
      const server = { timezone: 'Europe/Berlin', uid: 1000, gid: 1000 };
      const answers = { ADMIN_PASSWORD: `it's "$ecret" \\ 日本` };
      const fields = resolveFields(model.fields, answers, {
        previous: {},
        started: false,
        server,
        sharedFolders: [],
      });
      if (!fields.ok) throw new Error(JSON.stringify(fields.problems));
      const ports = model.ports.map((port) => ({
        id: port.id,
        protocol: 'tcp' as const,
        address: '127.0.0.1',
        port: port.preferred ?? 9000,
      }));
      const values = { ...fields.values.plain, ...fields.values.secrets };
      const input = exampleInput(definition(1), { model, contentHash, ports, values });
      const rendered = renderApp(input);
      const read = config(rendered);
      expect(configDifferences(rendered, variablesOf(input), read, folder)).toEqual([]);
      expect(Object.keys(read.services).sort()).toEqual(Object.keys(model.services).sort());
      for (const service of Object.values(read.services)) {
        expect(service.security_opt).toEqual(['no-new-privileges:true']);
        expect(service.pids_limit).toBe(2048);
        expect(Number(service.mem_limit)).toBeGreaterThan(0);
      }
    }
  });

  it('every option of the subset is accepted as it is rendered', () => {
    const text = definition(1)
      .replace(
        '      healthcheck:',
        `      user: "1000:1000"
      group_add: [video, 44]
      working_dir: /data
      hostname: box
      init: true
      tty: true
      stdin_open: true
      stop_signal: SIGINT
      stop_grace_period: 1m30s
      shm_size: 64m
      ulimits: {nofile: 65536, nproc: {soft: 100, hard: 200}}
      read_only: true
      tmpfs: ["/tmp:size=64m", /run]
      cap_drop: [ALL]
      cap_add: [CHOWN, NET_ADMIN]
      extra_hosts: ["host.docker.internal:host-gateway", "v6=::1"]
      dns: [1.1.1.1]
      networks: [default, back]
      platform: linux/amd64
      deploy: {resources: {limits: {memory: 256m, cpus: "1.5", pids: 100}}}
      devices: ["/dev/null:/dev/null:rw"]
      sysctls: {net.core.somaxconn: 1024}
      security_opt: ["seccomp:unconfined", "apparmor=unconfined", "no-new-privileges:false"]
      gpus: all
      secrets: [PW]
      volumes: ["data:/data", "/srv/x:/x:ro"]
      depends_on: {other: {condition: service_healthy}}
      healthcheck:`,
      )
      .replace(
        'fields:',
        `    other: {image: "a:1", healthcheck: {test: [CMD, "true"]}, networks: [back], restart: "no", entrypoint: run me}\nfields:\n  - {key: PW, type: secret, label: P}`,
      )
      .concat(`volumes: [{id: data, purpose: data}]
privileges:
${['capability:NET_ADMIN', 'device:/dev/null', 'sysctl:net.core.somaxconn', 'unconfined', 'new-privileges', 'gpu', 'outside-path:/srv/x'].map((id) => `  - {id: "${id}", why: test}`).join('\n')}
`);
    const input = exampleInput(text, { values: { V0: '', PW: 's' } });
    const rendered = renderApp({
      ...input,
      granted: input.model.privileges.map((privilege) => privilege.id),
    });
    const read = config(rendered);
    expect(configDifferences(rendered, variablesOf(input), read, folder)).toEqual([]);
    expect(read.services.app).toMatchObject({
      user: '1000:1000',
      group_add: ['video', '44'],
      stop_grace_period: '1m30s',
      shm_size: String(64 * 2 ** 20),
      read_only: true,
      cap_add: ['CHOWN', 'NET_ADMIN'],
      security_opt: ['apparmor=unconfined', 'seccomp=unconfined'],
      mem_limit: String(256 * 2 ** 20),
      pids_limit: 100,
      cpus: 1.5,
    });
    expect(read.services.other).toMatchObject({ restart: 'no', entrypoint: ['run', 'me'] });
  });
});
