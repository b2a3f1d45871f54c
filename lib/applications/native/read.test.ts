import { describe, expect, it } from 'vitest';
import { printProblem } from '../problem';
import { readNativeApp } from './read';

const minimal = `tomo: 1
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
      environment:
        NAME: \${NAME}
fields:
  - {key: NAME, type: text, label: Name, default: x}
`;

/** The problems of `minimal` with `before` replaced by `after`, as people read them. */
function complaints(before: string, after: string, siblings?: Record<string, string>): string[] {
  expect(minimal).toContain(before);
  const reading = readNativeApp({ text: minimal.replace(before, () => after), siblings });
  return reading.problems.map((problem) => printProblem(problem));
}

describe('reading a native definition', () => {
  it('accepts the smallest one and fills in what may be left out', () => {
    const reading = readNativeApp({ text: minimal, folder: 'demo' });
    expect(reading.problems).toEqual([]);
    expect(reading.verdict).toBe('ready');
    expect(reading.model).toMatchObject({
      slug: 'demo',
      architectures: ['amd64', 'arm64'],
      services: { app: { image: 'nginx:1.29', restart: 'unless-stopped', env: { NAME: [{ ref: 'NAME' }] } } },
    });
  });

  it('gives one content hash for one meaning, whatever the order and spelling', () => {
    const reordered = minimal.replace('id: demo\nname: Demo\n', 'name: "Demo"\n# a remark\nid: demo\n');
    const a = readNativeApp({ text: minimal });
    const b = readNativeApp({ text: reordered });
    const c = readNativeApp({ text: minimal.replace('default: x', 'default: y') });
    expect(a.verdict === 'ready' && b.verdict === 'ready' && a.contentHash === b.contentHash).toBe(true);
    expect(a.verdict === 'ready' && c.verdict === 'ready' && a.contentHash !== c.contentHash).toBe(true);
  });

  it.each([
    ['version: "1.0"', 'version: 1.10', 'app.yaml:4:10 version must be quoted: 1.10 would be read as 1.1'],
    [
      '      environment:',
      '      enviroment:',
      'app.yaml:12:7 services.app.enviroment is not known; did you mean environment?',
    ],
    ['nginx:1.29', 'nginx', 'app.yaml:11:14 image needs a fixed tag, for example postgres:17-alpine'],
    ['nginx:1.29', 'nginx:latest', 'app.yaml:11:14 image needs a fixed tag, for example postgres:17-alpine'],
    [
      '      environment:',
      '      build: .\n      environment:',
      'app.yaml:12:7 build is not supported: publish an image and name it in image',
    ],
    [
      '      environment:',
      '      ports: ["80:80"]\n      environment:',
      'app.yaml:12:7 declare published ports in the list ports, with a purpose',
    ],
    [`NAME: \${NAME}`, `NAME: \${NAM}`, `app.yaml:13:15 \${NAM} is not a field; did you mean NAME?`],
    [
      `NAME: \${NAME}`,
      `NAME: \${NAME}\n        POSTGRES_PASSWORD: hunter2`,
      'app.yaml:14:28 POSTGRES_PASSWORD holds a fixed secret; use a field of type secret',
    ],
    [
      '      environment:',
      '      volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n      environment:',
      'app.yaml:12:17 /var/run/docker.sock needs consent: list docker-socket with a reason under privileges',
    ],
    [
      'default: x}',
      'default: x}\n  - {key: SMTP_HOST, type: text, label: Mail}',
      'app.yaml:16:5 field SMTP_HOST is never used',
    ],
    ['label: Name,', 'label: Name, group: acount,', 'app.yaml:15:49 acount is not in the list groups'],
    ['name: Demo', 'name: &n Demo', 'app.yaml:3:7 anchors and aliases are not allowed; repeat the value'],
    ['license: MIT\n', '', 'app.yaml:1:1 license is missing'],
    [
      'category: utility',
      'category: utilty',
      'app.yaml:5:11 category must be one of media, productivity, networking, automation, monitoring, storage, security, development, database, utility, other; did you mean utility?',
    ],
    ['default: x', 'default: x, min: 3, max: 2', 'app.yaml:15:67 max 2 is smaller than min 3'],
    ['tomo: 1\n', '', 'app.yaml:1:1 the key tomo: 1 is missing; without it this is not a definition'],
    [
      `NAME: \${NAME}`,
      `NAME: \${NAME:-x}`,
      `app.yaml:13:15 only \${NAME} is understood: give the field a default instead of writing one here`,
    ],
    [
      `NAME: \${NAME}`,
      'NAME: $NAME',
      `app.yaml:13:15 write \${NAME} for a field, or $$NAME for a literal dollar`,
    ],
  ])('%s → %s is told exactly', (before, after, expected) => {
    expect(complaints(before, after)).toContain(expected);
  });

  it('names the folder that the id does not fit', () => {
    const reading = readNativeApp({ text: minimal, folder: 'bar' });
    expect(reading.problems.map((problem) => problem.text)).toContain('id is "demo" but the folder is "bar"');
  });

  it('tells every problem of a file at once, in the order of the file', () => {
    const lines = complaints(`NAME: \${NAME}`, `A: \${AA}\n        B: \${BB}`).map(
      (line) => line.split(' ')[0],
    );
    expect(lines).toEqual(['app.yaml:13:12', 'app.yaml:14:12', 'app.yaml:16:5']);
  });

  it('keeps the spelling of environment values', () => {
    const reading = readNativeApp({
      text: minimal.replace(
        `NAME: \${NAME}`,
        `NAME: \${NAME}\n        MODE: 0644\n        RATE: 1.10\n        ID: 12345678901234567890\n        ON: yes\n        NOTHING:`,
      ),
    });
    expect(reading.model?.services.app?.env).toMatchObject({
      MODE: ['0644'],
      RATE: ['1.10'],
      ID: ['12345678901234567890'],
      ON: ['yes'],
      NOTHING: [],
    });
  });

  it('reads compose from the file beside it and places problems there', () => {
    const split = minimal.replace(/compose:\n(?: {2}.*\n)+/, 'compose: compose.yaml\n');
    const compose = `services:\n  app:\n    image: nginx\n    environment: {NAME: "\${NAME}"}\n`;
    const wrong = readNativeApp({ text: split, siblings: { 'compose.yaml': compose } });
    expect(wrong.problems.map((problem) => printProblem(problem))).toEqual([
      'compose.yaml:3:12 image needs a fixed tag, for example postgres:17-alpine',
    ]);
    const right = readNativeApp({
      text: split,
      siblings: { 'compose.yaml': compose.replace('nginx', 'nginx:1.29') },
    });
    expect(right.verdict).toBe('ready');
    expect(readNativeApp({ text: split }).problems[0]?.code).toBe('seed-file-missing');
  });

  it('shows declared privileges as what an administrator must allow', () => {
    const text = minimal
      .replace(
        '      environment:',
        '      volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"]\n      environment:',
      )
      .concat('privileges:\n  - {id: docker-socket, why: reads the list of containers}\n');
    const reading = readNativeApp({ text });
    expect(reading.verdict).toBe('attention');
    expect(reading.model?.privileges).toEqual([
      { id: 'docker-socket', services: ['app'], why: 'reads the list of containers' },
    ]);
  });

  it('ignores keys beginning with x-', () => {
    const reading = readNativeApp({
      text: minimal.replace('      image:', '      x-note: {a: [1]}\n      image:').concat('x-mine: 1\n'),
    });
    expect(reading.verdict).toBe('ready');
  });
});
