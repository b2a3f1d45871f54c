import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loop } from '@/e2e/support/loop';
import { readStarterApps } from '@/lib/applications/starter-apps';
import { isUnprintableText } from '@/lib/applications/unprintable';
import { readYaml } from '@/lib/applications/yaml';
import { renderApp } from './render';
import { exampleInput } from './render-example';
import type { Rendered, RenderInput } from './render-input';

const demo = `tomo: 1
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
      command: [run, "--name=\${NAME}", "5$$"]
      environment: {NAME: "\${NAME}", PLAIN: "a$$b", PASSWORD: "\${PW}", URL: "\${TOMO_URL}"}
      secrets: [PW]
      volumes: ["data:/data", "./files/app.json:/etc/app.json"]
fields:
  - {key: NAME, type: multiline, label: Name}
  - {key: PW, type: secret, label: Password}
files:
  - {path: app.json, template: true, escape: json, content: '{"name": "\${NAME}", "price": "$$5"}'}
ports:
  - {id: web, service: app, target: 80, preferred: 8080, purpose: web}
  - {id: sync, service: app, target: 22000, protocol: both, sameInside: true, purpose: p2p}
volumes: [{id: data, purpose: data, owner: "1000:1000"}]
web: [{name: Demo, port: web, path: /admin, primary: true}]
`;

const values = { NAME: 'x', PW: 'correct-horse' };
const input = (changes: Partial<RenderInput> = {}) => exampleInput(demo, { values, ...changes });

function parsed(rendered: Rendered): unknown {
  const reading = readYaml(rendered.compose);
  if ('problem' in reading) throw new Error(reading.problem.text);
  return reading.document.value;
}

type Service = {
  environment: Record<string, string>;
  labels: Record<string, string>;
  image: string;
  [key: string]: unknown;
};
const serviceOf = (rendered: Rendered, name = 'app') => rendered.composeObject.services[name] as Service;
const fileOf = (rendered: Rendered, path: string) => rendered.files.find((file) => file.path === path);

describe('rendering an installed app', () => {
  it('writes a project that is complete and readable without Tomo', () => {
    const rendered = renderApp(
      input({
        ports: [
          { id: 'web', protocol: 'tcp', address: '0.0.0.0', port: 8081 },
          { id: 'sync', protocol: 'udp', address: '127.0.0.1', port: 22001 },
        ],
        digests: { ['nginx:1.29' as keyof RenderInput['digests']]: `sha256:${'a'.repeat(64)}` },
      }),
    );
    expect(rendered.compose.split('\n')[0]).toBe(
      '# Written by Tomo for the app demo. The next deployment writes it anew.',
    );
    expect(parsed(rendered)).toEqual(rendered.composeObject);
    expect(rendered.composeObject.name).toBe('demo');
    expect(serviceOf(rendered)).toMatchObject({
      image: `nginx:1.29@sha256:${'a'.repeat(64)}`,
      restart: 'unless-stopped',
      security_opt: ['no-new-privileges:true'],
      pids_limit: 2048,
      mem_limit: 3 * 2 ** 30,
      logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
      ports: [
        { target: 80, published: '8081', host_ip: '0.0.0.0', protocol: 'tcp' },
        { target: 22001, published: '22001', host_ip: '127.0.0.1', protocol: 'udp' },
      ],
      volumes: [
        { type: 'volume', source: 'data', target: '/data', read_only: false },
        {
          type: 'bind',
          source: './files/app.json',
          target: '/etc/app.json',
          read_only: true,
          bind: { create_host_path: false },
        },
      ],
      networks: { default: {} },
    });
    expect(rendered.networks).toEqual(['demo_default']);
    expect(rendered.volumes).toEqual([{ id: 'data', name: 'demo_data', owner: '1000:1000' }]);
    expect(rendered.url).toBe('http://web-1.lan:8081/admin');
    expect(rendered.images).toEqual([`nginx:1.29@sha256:${'a'.repeat(64)}`]);
    expect(rendered.files.map(({ path, mode }) => `${mode.toString(8)} ${path}`)).toEqual([
      '600 compose.yaml',
      '600 .env',
      '644 files/app.json',
      '444 secrets/PW',
      '600 tomo.json',
    ]);
  });

  it('refers to values in compose.yaml and writes them to .env only', () => {
    const rendered = renderApp(input());
    expect(serviceOf(rendered).environment).toEqual({
      NAME: `\${NAME}`,
      PLAIN: 'a$$b',
      PASSWORD: `\${PW}`,
      URL: `\${TOMO_URL}`,
    });
    expect(serviceOf(rendered).command).toEqual(['run', `--name=\${NAME}`, '5$$']);
    expect(rendered.envFile).toBe(`NAME='x'\nPW='correct-horse'\nTOMO_URL=''\n`);
    for (const file of rendered.files)
      expect(file.content.includes('correct-horse')).toBe(['.env', 'secrets/PW'].includes(file.path));
    expect(fileOf(rendered, '.env')?.secret).toBe(true);
    expect(rendered.tomoJson).not.toContain('correct-horse');
    const { files } = JSON.parse(rendered.tomoJson) as { files: Record<string, string> };
    expect(Object.keys(files).sort()).toEqual(['compose.yaml', 'files/app.json']);
  });

  it('writes a literal dollar of a command line twice, because Compose reads one as a reference', () => {
    const line = demo.replace(/command: .*/, () => 'command: run --price 5$$ $$NAME');
    expect(serviceOf(renderApp(exampleInput(line, { values }))).command).toBe('run --price 5$$ $$NAME');
  });

  it('fills templates, each value as a JSON string where the definition says so', () => {
    const rendered = renderApp(input({ values: { ...values, NAME: 'a "b"\\\nc', PW: 'p' } }));
    expect(JSON.parse(fileOf(rendered, 'files/app.json')?.content ?? '')).toEqual({
      name: 'a "b"\\\nc',
      price: '$5',
    });
  });

  it('gives equal bytes for equal input and changes a label when a mounted file changes', () => {
    const first = renderApp(input());
    expect(renderApp(input())).toEqual(first);
    const second = renderApp(input({ values: { ...values, NAME: 'y' } }));
    expect(serviceOf(second).labels['dev.tomo.files']).not.toBe(serviceOf(first).labels['dev.tomo.files']);
    expect(second.envHash).not.toBe(first.envHash);
  });

  it('keeps the labels of volumes and networks the same over versions, because Compose would recreate them', () => {
    const old = renderApp(input());
    const model = { ...input().model, version: '2.0' };
    const updated = renderApp(
      input({ model, origin: { repository: 'https://example.org/apps', commit: 'b'.repeat(40) } }),
    );
    expect(updated.composeObject.volumes).toEqual(old.composeObject.volumes);
    expect(updated.composeObject.networks).toEqual(old.composeObject.networks);
    expect(serviceOf(updated).labels['dev.tomo.app.version']).toBe('2.0');
  });

  it('puts a volume into the folder of the app or of the server when that was chosen', () => {
    const folder = renderApp(input({ volumes: { data: { kind: 'folder' } } }));
    expect(folder.composeObject.volumes).toBeUndefined();
    expect(folder.folders).toEqual([{ path: 'data/data', owner: '1000:1000' }]);
    expect(serviceOf(folder).volumes).toContainEqual(
      expect.objectContaining({ type: 'bind', source: './data/data' }),
    );
    const chosen = { volumes: { data: { kind: 'path', path: '/srv/media' } } } as const;
    expect(() => renderApp(input(chosen))).toThrow('An administrator must allow: Folder /srv/media.');
    const server = { ...input().server, sharedFolders: ['/srv/media'] };
    expect(renderApp(input({ ...chosen, server })).privileges).toEqual([]);
  });

  it('refuses privileges that nobody granted and names them', () => {
    const low = { ports: [{ id: 'web', protocol: 'tcp', address: '0.0.0.0', port: 80 }] } as const;
    expect(() => renderApp(input(low))).toThrow('An administrator must allow: Port below 1024.');
    expect(renderApp(input({ ...low, granted: ['low-port'] })).privileges).toEqual(['low-port']);
    const loopback = { ports: [{ id: 'web', protocol: 'tcp', address: '127.0.0.1', port: 80 }] } as const;
    expect(renderApp(input(loopback)).privileges).toEqual([]);
  });

  it('adds extra variables under keys of their own', () => {
    const rendered = renderApp(input({ extra: [{ service: 'app', name: 'PW', value: '$x', secret: true }] }));
    expect(serviceOf(rendered).environment.PW).toBe(`\${TOMO_EXTRA_APP__PW}`);
    expect(rendered.envFile).toContain(`TOMO_EXTRA_APP__PW='$x'\n`);
    expect(rendered.envFile).toContain(`PW='correct-horse'\n`);
  });

  const unmoved = loop('never lets a value out of its place', { quick: 60, long: 10_000 });
  it(unmoved.title, () => {
    const hostile = fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({
          unit: fc.constantFrom(
            '"',
            "'",
            '\\',
            '$',
            '{',
            '}',
            '\n',
            ':',
            '#',
            '-',
            ' ',
            '%',
            '`',
            '&',
            '*',
            '!',
            '|',
            '>',
            '[',
            ']',
            ',',
            'PW',
            'NAME',
          ),
          maxLength: 20,
        }),
      )
      .filter((text) => !isUnprintableText(text));
    const plain = renderApp(input());
    fc.assert(
      fc.property(hostile, hostile, (name, extra) => {
        const rendered = renderApp(
          input({
            values: { ...values, NAME: name },
            extra: [{ service: 'app', name: 'EXTRA', value: extra, secret: false }],
          }),
        );
        expect(parsed(rendered)).toEqual(rendered.composeObject);
        const { labels, environment, ...rest } = serviceOf(rendered);
        const { labels: plainLabels, environment: plainEnvironment, ...plainRest } = serviceOf(plain);
        expect(rest).toEqual(plainRest);
        expect({ ...labels, 'dev.tomo.files': '' }).toEqual({ ...plainLabels, 'dev.tomo.files': '' });
        expect(environment).toEqual({ ...plainEnvironment, EXTRA: `\${TOMO_EXTRA_APP__EXTRA}` });
        expect(JSON.parse(fileOf(rendered, 'files/app.json')?.content ?? '')).toEqual({ name, price: '$5' });
      }),
      { numRuns: unmoved.size },
    );
  });

  const literals = loop('never lets literal text of a definition out of its place either', {
    quick: 60,
    long: 10_000,
  });
  it(literals.title, () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((part) => !isUnprintableText(part));
    fc.assert(
      fc.property(text, text, (variable, word) => {
        const base = input();
        const app = base.model.services.app;
        if (!app) throw new Error('no service');
        const service = { ...app, env: { X: [variable] }, command: { list: [[word]] } } as typeof app;
        const rendered = renderApp({ ...base, model: { ...base.model, services: { app: service } } });
        const back = parsed(rendered) as { services: { app: Service } };
        expect(back.services.app.environment.X?.replaceAll('$$', '$')).toBe(variable);
        expect((back.services.app.command as string[])[0]?.replaceAll('$$', '$')).toBe(word);
        expect(back).toEqual(rendered.composeObject);
      }),
      { numRuns: literals.size },
    );
  });

  it('keeps every reference of compose.yaml in .env, for every starter app', () => {
    for (const { model, contentHash } of readStarterApps()) {
      const all = Object.fromEntries(model.fields.map((field) => [field.key, `value of ${field.key}`]));
      const rendered = renderApp(input({ model, contentHash, values: all }));
      const referred = [...rendered.compose.matchAll(/(?<!\$)(?:\$\$)*\$\{(\w+)\}/g)].map(
        (match) => match[1],
      );
      const written = rendered.envFile.split('\n').map((line) => line.split('=')[0]);
      for (const key of referred) expect(written).toContain(key);
      for (const value of Object.values(all)) expect(rendered.compose).not.toContain(value);
    }
  });
});
