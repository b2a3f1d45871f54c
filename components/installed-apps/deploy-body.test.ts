import { describe, expect, it } from 'vitest';
import { deployForm } from '@/lib/applications/form-schema';
import { readNativeApp } from '@/lib/applications/native/read';
import { deployBody } from './deploy-body';
import { changesBetween } from './deploy-changes';

const reading = readNativeApp({
  text: `tomo: 1
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
      environment: {A: "\${NAME}", B: "\${ON}", C: "\${MANY}", D: "\${HIDDEN}", E: "\${PW}"}
fields:
  - {key: NAME, type: text, label: Name}
  - {key: ON, type: boolean, label: On, default: false}
  - {key: MANY, type: multi-select, label: Many, separator: ";", options: [{value: a, label: A}, {value: b, label: B}]}
  - {key: HIDDEN, type: text, label: Hidden, showIf: {ON: true}}
  - {key: PW, type: secret, label: Secret}
ports:
  - {id: web, service: app, target: 80, preferred: 8080, purpose: web}
  - {id: more, service: app, target: 81, purpose: other, optional: true}
`,
});
if (reading.verdict === 'rejected') throw new Error(JSON.stringify(reading.problems));
const context = {
  applicationId: 'application',
  serverId: 'server',
  form: deployForm(reading.model),
  generated: [],
  installedAppId: undefined,
};

function sent(entries: [string, string][]) {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return deployBody(data, context);
}

describe('what the deploy form sends', () => {
  it('is what was typed, byte for byte, and only what was shown', () => {
    const text = `it's "$x" \\ 日本`;
    expect(
      sent([
        ['instanceName', ' demo '],
        ['displayName', '  '],
        ['fields.NAME', text],
        ['fields.ON.shown', '1'],
        ['fields.MANY.shown', '1'],
        ['fields.MANY', 'a'],
        ['fields.MANY', 'b'],
        ['ports.web', '8081'],
        ['binds.web', 'all'],
      ]),
    ).toEqual({
      applicationId: 'application',
      serverId: 'server',
      instanceName: 'demo',
      fields: { NAME: text, ON: 'false', MANY: ['a', 'b'] },
      generated: [],
      ports: [{ id: 'web', port: 8081, bind: 'all' }],
      limits: {},
    });
  });

  it('is an unticked box as no, and a port that is no number as none', () => {
    expect(
      sent([
        ['fields.ON.shown', '1'],
        ['fields.ON', 'true'],
      ]).fields,
    ).toEqual({ ON: 'true' });
    expect(
      sent([
        ['ports.web', 'abc'],
        ['binds.web', ''],
      ]).ports,
    ).toEqual([{ id: 'web', port: 0, bind: '' }]);
  });

  it('is limits in bytes, where a person set any', () => {
    expect(
      sent([
        ['limits.app.memoryBytes', '512'],
        ['limits.app.cpus', '1.5'],
        ['limits.app.restart', 'always'],
      ]).limits,
    ).toEqual({
      app: { memoryBytes: 512 * 2 ** 20, cpus: 1.5, restart: 'always' },
    });
    expect(
      sent([
        ['limits.app.memoryBytes', ''],
        ['limits.app.cpus', '0'],
        ['limits.app.restart', ''],
      ]).limits,
    ).toEqual({});
  });
});

describe('what a change of the configuration shows before it is applied', () => {
  const before = {
    displayName: 'Demo',
    fields: { NAME: 'one' },
    ports: [{ id: 'web', port: 8080, bind: 'all' }],
    limits: {},
  };

  it('is what differs, old and new, and never a secret', () => {
    const now = {
      displayName: 'Demo',
      fields: { NAME: `two\n${'x'.repeat(200)}`, ON: 'true', PW: 'hunter2hunter2' },
      ports: [{ id: 'web', port: 8081, bind: 'loopback' }],
      limits: { app: { memoryBytes: 64 * 2 ** 20, cpus: 1, restart: 'no' } },
    };
    const changes = changesBetween(before, now, context.form);
    expect(changes.map(({ what }) => what)).toEqual(['Name', 'On', 'Secret', 'Port of web', 'Limits of app']);
    expect(changes.find(({ what }) => what === 'Port of web')).toMatchObject({
      from: "8080, the server's networks",
      to: '8081, this server only',
    });
    expect(changes.find(({ what }) => what === 'Limits of app')?.to).toBe('64 MiB, 1 CPU, no');
    expect(JSON.stringify(changes)).not.toContain('hunter2');
    expect(JSON.stringify(changes).length).toBeLessThan(600);
  });

  it('is nothing when nothing differs', () => {
    expect(changesBetween(before, structuredClone(before), context.form)).toEqual([]);
  });
});
