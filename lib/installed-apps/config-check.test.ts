import { describe, expect, it } from 'vitest';
import { configDifferences } from './config-check';
import { renderApp } from './render';
import { exampleInput } from './render-example';
import { variablesOf } from './variables';

const text = `tomo: 1
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
      command: [run, "\${PW}"]
      environment: {PASSWORD: "\${PW}", PLAIN: "a$$b"}
      volumes: ["data:/data", "./files/f:/f"]
fields: [{key: PW, type: secret, label: Password}]
volumes: [{id: data, purpose: data}]
files: [{path: f, content: x}]
ports: [{id: web, service: app, target: 80, preferred: 8080, purpose: web}]
`;
const folder = '/opt/tomo/apps/demo';
const input = exampleInput(text, {
  values: { PW: `it's $5` },
  ports: [{ id: 'web', protocol: 'tcp', address: '127.0.0.1', port: 8080 }],
});

/** As Compose 2.26 prints this project. */
const asPrinted = {
  name: 'demo',
  services: {
    app: {
      command: ['run', `it's $$5`],
      entrypoint: null,
      environment: { PASSWORD: `it's $$5`, PLAIN: 'a$$b' },
      image: 'nginx:1.29',
      mem_limit: '3221225472',
      ports: [{ mode: 'ingress', host_ip: '127.0.0.1', target: 80, published: '8080', protocol: 'tcp' }],
      security_opt: ['no-new-privileges:true'],
      volumes: [
        { type: 'volume', source: 'data', target: '/data', volume: {} },
        {
          type: 'bind',
          source: `${folder}/files/f`,
          target: '/f',
          read_only: true,
          bind: { create_host_path: false },
        },
      ],
    },
  },
};

const differences = (changes: Record<string, unknown>) =>
  configDifferences(
    renderApp(input),
    variablesOf(input),
    { services: { app: { ...asPrinted.services.app, ...changes } } },
    folder,
  );

describe('comparing what Compose understood with what was meant', () => {
  it('finds nothing in an honest answer', () => {
    expect(differences({})).toEqual([]);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'a changed value',
      { environment: { PASSWORD: 'other', PLAIN: 'a$$b' } },
      ['app: environment PASSWORD is not as it was written.'],
    ],
    [
      'a lost value',
      { environment: { PLAIN: 'a$$b' } },
      ['app: environment PASSWORD is not as it was written.'],
    ],
    [
      'an added variable',
      { environment: { ...asPrinted.services.app.environment, LD_PRELOAD: '/x' } },
      ['app: environment LD_PRELOAD is not as it was written.'],
    ],
    ['another word', { command: ['run', "it's"] }, ['app: command is not as it was written.']],
    ['privileged', { privileged: true }, ['app: privileged is not as it was written.']],
    ['the network of the server', { network_mode: 'host' }, ['app: network_mode is not as it was written.']],
    ['a capability', { cap_add: ['SYS_ADMIN'] }, ['app: cap_add is not as it was written.']],
    [
      'a device',
      { devices: [{ source: '/dev/sda', target: '/dev/sda', permissions: 'rwm' }] },
      ['app: devices is not as it was written.'],
    ],
    ['a missing guard', { security_opt: null }, ['app: security_opt is not as it was written.']],
    ['another image', { image: 'evil:1' }, ['app: image is not as it was written.']],
    [
      'a port on every address',
      { ports: [{ target: 80, published: '8080', protocol: 'tcp' }] },
      [
        'app: port 127.0.0.1:8080/tcp is not as it was written.',
        'app: port :8080/tcp is not as it was written.',
      ],
    ],
    [
      'a mount of the server',
      { volumes: [...asPrinted.services.app.volumes, { type: 'bind', source: '/', target: '/host' }] },
      ['app: mount /host is not as it was written.'],
    ],
    [
      'a mount that can be written',
      {
        volumes: [
          asPrinted.services.app.volumes[0],
          { ...asPrinted.services.app.volumes[1], read_only: false },
        ],
      },
      ['app: mount /f is not as it was written.'],
    ],
    [
      'a mount from another folder',
      {
        volumes: [
          asPrinted.services.app.volumes[0],
          { ...asPrinted.services.app.volumes[1], source: '/opt/tomo/apps/other/files/f' },
        ],
      },
      ['app: mount /f is not as it was written.'],
    ],
  ])('names %s and tells no value', (_, changes, sentences) => {
    expect(differences(changes)).toEqual(sentences);
  });

  it('notices missing and foreign services, and answers that are none', () => {
    const check = (config: unknown) =>
      configDifferences(renderApp(input), variablesOf(input), config, folder);
    expect(check({ services: {} })).toEqual(['app is missing.']);
    expect(check({ services: { ...asPrinted.services, miner: { image: 'a:1' } } })).toEqual([
      'miner is not a service of this app.',
    ]);
    expect(check({})).toHaveLength(1);
    expect(check(null)).toHaveLength(1);
  });
});
