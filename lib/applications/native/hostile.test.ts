import { describe, expect, it } from 'vitest';
import { readNativeApp } from './read';

const head = `tomo: 1
id: demo
name: Demo
version: "1.0"
category: utility
tagline: A demonstration
license: MIT
`;

/** A definition whose one service has `lines`, followed by `tail` at the top level. */
function service(lines: string, tail = ''): string {
  const indented = lines.split('\n').map((line) => `      ${line}`);
  return `${head}compose:\n  services:\n    app:\n      image: nginx:1.29\n${indented.join('\n')}\n${tail}`;
}

const top = (lines: string) => service('init: true', lines);
const secretField = '  - {key: PW, type: secret, label: Password}\n';
const textField = '  - {key: NAME, type: text, label: Name}\n';

/** What is hostile or broken about it → the file → what must be said. */
const corpus: [string, string, RegExp][] = [
  // Text that is no YAML, or more YAML than we accept.
  ['nothing', '', /empty/],
  ['only a remark', '# hello\n', /empty/],
  ['a list', '- tomo: 1\n', /must be a mapping/],
  ['a bare word', 'tomo\n', /must be a mapping/],
  ['another format', 'version: "3"\nservices: {}\n', /tomo: 1 is missing/],
  ['a future format', head.replace('tomo: 1', 'tomo: 2'), /tomo must be 1/],
  ['an alias bomb', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n', /anchors and aliases/],
  ['an anchor without alias', `${head}x-a: &a 1\n`, /anchors and aliases/],
  ['a merge key', `${head}requirements: {<<: {gpu: none}}\n`, /merge keys/],
  ['a tag that makes objects', `${head}tags: !!js/function "x"\n`, /tags/],
  ['a custom tag', `${head}tags: !include other.yaml\n`, /tags/],
  ['a directive', `%YAML 1.1\n---\n${head}`, /directives/],
  ['two documents', `${head}---\n${head}`, /one document/],
  ['the same key twice', `${head}id: other\n`, /duplicated/],
  ['a tab as indentation', `${head}requirements:\n\tgpu: none\n`, /tab/],
  ['an open bracket', `${head}tags: [a, b\n`, /./],
  ['brackets without end', `tomo: ${'['.repeat(200)}`, /deeper than 20/],
  ['a quarter of a megabyte too much', `${head}description: ${'x'.repeat(262_144)}\n`, /limit is 256 KiB/],
  ['more values than anybody needs', `${head}tags: [${'a,'.repeat(20_100)}]\n`, /too many values/],
  ['a zero byte', `${head}author: "a\\0b"\n`, /control characters/],
  ['an escape character', `${head}author: "\\e[2J"\n`, /control characters/],
  ['reversed text', `${head}author: "\u202egnp.exe"\n`, /control characters and text-direction/],
  ['half a character', `${head}author: "\\ud800"\n`, /control characters/],
  ['a prototype', `${head}__proto__: {admin: true}\n`, /__proto__ is not allowed/],
  ['a nested prototype', service('environment: {__proto__: x}'), /__proto__ is not allowed/],
  ['a constructor', service('sysctls: {constructor: x}'), /constructor is not allowed/],
  ['a mapping as a key', `${head}? {a: 1}\n: b\n`, /plain text/],
  // Names and texts.
  ['an id with a path', head.replace('id: demo', 'id: ../demo'), /lower-case letters/],
  ['an id with an option', head.replace('id: demo', 'id: --privileged'), /lower-case letters/],
  ['a version that is a number', head.replace('"1.0"', '1.0'), /version must be quoted/],
  ['a version with a command', head.replace('"1.0"', '"$(id)"'), /version must be/],
  ['an unknown category', head.replace('utility', 'virus'), /must be one of/],
  ['a script as a website', `${head}website: "javascript:alert(1)"\n`, /https address/],
  ['a login in an address', `${head}website: https://a:b@example.org\n`, /https address/],
  ['an SVG icon', top('icon: icon.svg\n'), /PNG, WebP or JPEG/],
  ['an icon elsewhere', top('icon: ../../etc/passwd.png\n'), /PNG, WebP or JPEG/],
  ['a name of two lines', head.replace('name: Demo', 'name: "a\\nb"'), /single line/],
  ['a misspelled key', `${head}privilege: []\n`, /did you mean privileges/],
  // Images.
  ['an image that is an option', service('').replace('nginx:1.29', '"--privileged"'), /not an image name/],
  [
    'an image with a command',
    service('').replace('nginx:1.29', '"nginx:1.29; rm -rf /"'),
    /not an image name/,
  ],
  ['an image in upper case', service('').replace('nginx:1.29', 'Nginx:1.29'), /not an image name/],
  ['an image by variable', service('').replace('nginx:1.29', `"nginx:\${TAG}"`), /not an image name/],
  ['an image without a tag', service('').replace('nginx:1.29', 'nginx'), /fixed tag/],
  ['an image that moves', service('').replace('nginx:1.29', 'nginx:latest'), /fixed tag/],
  ['a false digest', service('').replace('nginx:1.29', 'nginx:1@sha256:abc'), /not an image name/],
  ['no image', `${head}compose: {services: {app: {init: true}}}\n`, /has no image/],
  ['no service', `${head}compose: {services: {}}\n`, /services is empty/],
  // Keys of Compose that reach outside.
  ['a build', service('build: https://evil.example/repo.git'), /build is not supported/],
  ['an extends', service('extends: {file: /etc/passwd, service: x}'), /extends is not supported/],
  ['an include', `${head}compose: {include: [/etc/x.yaml], services: {}}\n`, /include is not supported/],
  ['an env_file', service('env_file: /root/.env'), /env_file is not supported/],
  ['a hook', service('post_start: [{command: id}]'), /executed/],
  ['a provider', service('provider: {type: x}'), /executed/],
  ['a foreign network namespace', service('network_mode: "container:other"'), /must be host/],
  ['a cgroup of its own', service('cgroup_parent: /'), /escapes the limits/],
  ['labels of a proxy', service('labels: {traefik.enable: "true"}'), /Tomo sets its own labels/],
  ['a fixed container name', service('container_name: db'), /service name/],
  ['ports in a service', service('ports: ["80:80"]'), /list ports/],
  [
    'a volume driver',
    `${head}compose: {services: {}, volumes: {x: {driver_opts: {type: none, o: bind, device: /}}}}\n`,
    /list volumes/,
  ],
  ['top-level secrets', `${head}compose: {services: {}, secrets: {x: {file: /etc/shadow}}}\n`, /type secret/],
  // Power without consent, in many spellings.
  ['privileged', service('privileged: true'), /needs consent: list privileged/],
  ['the Docker socket', service('volumes: ["/var/run/docker.sock:/x"]'), /list docker-socket/],
  ['the Docker socket, otherwise', service('volumes: ["//run//docker.sock/:/x:ro"]'), /list docker-socket/],
  [
    'the Docker socket, long',
    service('volumes: [{type: bind, source: /run/docker.sock, target: /x}]'),
    /list docker-socket/,
  ],
  ['the folder of the socket', service('volumes: ["/var/run:/x"]'), /list system-path:\/var\/run/],
  ['the whole disk', service('volumes: ["/:/host"]'), /list whole-disk/],
  ['the passwords of the server', service('volumes: ["/etc:/x:ro"]'), /list system-path:\/etc/],
  ['a home folder', service('volumes: ["/root/.ssh:/x"]'), /list system-path:\/root/],
  ['any other folder', service('volumes: ["/srv/data:/x"]'), /list outside-path:\/srv\/data/],
  ['the network of the server', service('network_mode: host'), /list host-network/],
  ['the processes of the server', service('pid: host'), /list host-pid/],
  ['the users of the server', service('userns_mode: host'), /list host-userns/],
  ['a capability', service('cap_add: [SYS_ADMIN]'), /list capability:SYS_ADMIN/],
  ['a capability by its long name', service('cap_add: [CAP_NET_ADMIN]'), /list capability:NET_ADMIN/],
  ['all capabilities', service('cap_add: [ALL]'), /list capability:ALL/],
  ['a device', service('devices: [/dev/sda]'), /list device:\/dev\/sda/],
  ['a kernel setting', service('sysctls: {kernel.msgmax: 1}'), /list sysctl:kernel.msgmax/],
  ['no seccomp', service('security_opt: ["seccomp:unconfined"]'), /list unconfined/],
  ['no seccomp, otherwise', service('security_opt: ["seccomp=unconfined"]'), /list unconfined/],
  ['a seccomp file', service('security_opt: ["seccomp=/tmp/x.json"]'), /not supported/],
  ['new privileges', service('security_opt: ["no-new-privileges:false"]'), /list new-privileges/],
  ['the graphics card', service('gpus: all'), /list gpu/],
  [
    'a low port',
    top('ports: [{id: a, service: app, target: 53, preferred: 53, purpose: dns, bind: all}]\n'),
    /list low-port/,
  ],
  [
    'a privilege nobody needs',
    top('privileges: [{id: docker-socket, why: just in case}]\n'),
    /nothing here needs/,
  ],
  [
    'a privilege without a reason',
    service('privileged: true', 'privileges: [{id: privileged}]\n'),
    /why is missing/,
  ],
  // Mounts that only look harmless.
  ['a path upwards', service('volumes: ["../../etc:/x"]'), /cannot be mounted/],
  ['a path through files', service('volumes: ["./files/../../etc/passwd:/x"]'), /not in the list files/],
  ['a home sign', service('volumes: ["~/.ssh:/x"]'), /cannot be mounted/],
  ['dots inside an absolute path', service('volumes: ["/srv/../etc:/x"]'), /cannot be mounted/],
  ['a link of the kernel', service('volumes: ["/proc/self/root:/x"]'), /cannot be mounted/],
  ['the folder of Tomo', service('volumes: ["/opt/tomo/apps:/x"]'), /cannot be mounted/],
  ['a source by text field', service(`volumes: ["\${NAME}:/x"]`, `fields:\n${textField}`), /type path/],
  [
    'part of a source by variable',
    service(`volumes: ["/srv/\${NAME}:/x"]`, `fields:\n${textField}`),
    /cannot be mounted/,
  ],
  [
    'a target by variable',
    service(`volumes: ["data:/x/\${NAME}"]`, `fields:\n${textField}volumes: [{id: data, purpose: data}]\n`),
    /not a place/,
  ],
  ['a volume nobody declared', service('volumes: ["data:/x"]'), /not in the list volumes/],
  ['an anonymous volume', service('volumes: ["/data"]'), /has no target/],
  ['mount propagation', service('volumes: ["/srv:/x:rshared"]'), /only :ro and :rw/],
  ['a mount over the root', service('volumes: ["/srv:/"]'), /not a place/],
  [
    'two mounts in one place',
    service('volumes: ["a:/x", "b:/x"]', 'volumes: [{id: a, purpose: data}, {id: b, purpose: data}]\n'),
    /two mounts go to/,
  ],
  ['a file that leaves its folder', top('files: [{path: ../x, content: y}]\n'), /plain path below files/],
  ['a hidden file', top('files: [{path: .env, content: y}]\n'), /plain path below files/],
  // Values that would become code.
  [
    'a value in a shell script',
    service(`command: [sh, -c, "echo \${NAME}"]`, `fields:\n${textField}`),
    /a shell would read/,
  ],
  [
    'a value in a shell script, otherwise',
    service(`entrypoint: [/bin/bash, -euc, "echo \${NAME}"]`, `fields:\n${textField}`),
    /a shell would read/,
  ],
  ['a value in a command line', service(`command: echo \${NAME}`, `fields:\n${textField}`), /several words/],
  [
    'a value in a health check',
    service(`healthcheck: {test: [CMD-SHELL, "curl \${NAME}"]}`, `fields:\n${textField}`),
    /a shell would read/,
  ],
  ['a default of Compose', service(`environment: {A: "\${B:-c}"}`), /only \$\{B\} is understood/],
  ['a required value of Compose', service(`environment: {A: "\${B:?no}"}`), /only \$\{B\} is understood/],
  ['a nested reference', service(`environment: {A: "\${\${B}}"}`), /must be written \$\$/],
  ['an unknown reference', service(`environment: {A: "\${HOME}"}`), /is not a field/],
  [
    'a secret next to an @',
    service(
      `environment: {U: "pg://u:\${PW}@db"}`,
      'fields:\n  - {key: PW, type: secret, label: P, generate: {length: 20, charset: ascii}}\n',
    ),
    /stands in an address/,
  ],
  [
    'a typed password next to an @',
    service(`environment: {U: "pg://u:\${PW}@db"}`, 'fields:\n  - {key: PW, type: password, label: P}\n'),
    /stands in an address/,
  ],
  // Secrets of the author.
  ['a fixed password', service('environment: {DB_PASSWORD: changeme}'), /fixed secret/],
  ['a fixed token in a list', service('environment: ["API_TOKEN=abcdef"]'), /fixed secret/],
  ['a password in an address', service('environment: {URL: "redis://a:hunter2@redis"}'), /fixed secret/],
  ['a password in a command', service('command: [redis-server, --requirepass, hunter2]'), /fixed secret/],
  [
    'a default for a secret',
    service(`environment: {A: "\${PW}"}`, 'fields:\n  - {key: PW, type: secret, label: P, default: abc}\n'),
    /cannot have a default/,
  ],
  // Fields.
  [
    'a reserved key',
    service(
      `environment: {A: "\${COMPOSE_FILE}"}`,
      'fields:\n  - {key: COMPOSE_FILE, type: text, label: X}\n',
    ),
    /is reserved/,
  ],
  [
    'a key of the shell',
    service(`environment: {A: "\${PATH}"}`, 'fields:\n  - {key: PATH, type: text, label: X}\n'),
    /is reserved/,
  ],
  [
    'a pattern that hangs',
    service(
      `environment: {A: "\${NAME}"}`,
      'fields:\n  - {key: NAME, type: text, label: X, pattern: "(a+)+"}\n',
    ),
    /several ways/,
  ],
  [
    'a pattern that hangs, otherwise',
    service(
      `environment: {A: "\${NAME}"}`,
      'fields:\n  - {key: NAME, type: text, label: X, pattern: "(a|aa)+"}\n',
    ),
    /several ways/,
  ],
  [
    'a pattern that looks ahead',
    service(
      `environment: {A: "\${NAME}"}`,
      'fields:\n  - {key: NAME, type: text, label: X, pattern: "(?=a).*"}\n',
    ),
    /look-around/,
  ],
  [
    'a pattern that refers back',
    service(
      `environment: {A: "\${NAME}"}`,
      'fields:\n  - {key: NAME, type: text, label: X, pattern: "(a)\\\\1"}\n',
    ),
    /back reference/,
  ],
  [
    'a slow pattern',
    service(
      `environment: {A: "\${NAME}"}`,
      'fields:\n  - {key: NAME, type: text, label: X, pattern: ".*.*.*.*x"}\n',
    ),
    /too long/,
  ],
  ['a field that is never used', top(`fields:\n${textField}`), /never used/],
  [
    'a field twice',
    service(`environment: {A: "\${NAME}"}`, `fields:\n${textField}${textField}`),
    /stands here twice/,
  ],
  [
    'a condition on a later field',
    service(
      `environment: {A: "\${A}\${B}"}`,
      'fields:\n  - {key: A, type: text, label: X, showIf: {B: x}}\n  - {key: B, type: text, label: X}\n',
    ),
    /stands before/,
  ],
  [
    'a condition on a secret',
    service(
      `environment: {A: "\${PW}\${B}"}`,
      `fields:\n${secretField}  - {key: B, type: text, label: X, showIf: {PW: x}}\n`,
    ),
    /would reveal/,
  ],
  [
    'options that contain the separator',
    service(
      `environment: {A: "\${B}"}`,
      'fields:\n  - {key: B, type: multi-select, label: X, options: [{value: "a,b", label: x}]}\n',
    ),
    /separator/,
  ],
  [
    'a default outside the options',
    service(
      `environment: {A: "\${B}"}`,
      'fields:\n  - {key: B, type: select, label: X, default: z, options: [{value: a, label: x}]}\n',
    ),
    /not one of the options/,
  ],
  [
    'a weak generator',
    service(
      `environment: {A: "\${PW}"}`,
      'fields:\n  - {key: PW, type: secret, label: X, generate: {length: 4, charset: digits}}\n',
    ),
    /at least 8/,
  ],
  // Things that do not fit together.
  [
    'a port of no service',
    top('ports: [{id: web, service: ap, target: 80, purpose: web}]\n'),
    /did you mean app/,
  ],
  [
    'a port out of range',
    top('ports: [{id: web, service: app, target: 70000, purpose: web}]\n'),
    /1 to 65535/,
  ],
  [
    'a port twice',
    top(
      'ports:\n  - {id: a, service: app, target: 80, purpose: web}\n  - {id: b, service: app, target: 80, purpose: web}\n',
    ),
    /twice/,
  ],
  ['a web entry without port', top('web: [{name: X, port: web, primary: true}]\n'), /is not a TCP port/],
  ['a volume that is mounted nowhere', top('volumes: [{id: data, purpose: data}]\n'), /mounted nowhere/],
  [
    'a circle',
    `${head}compose:\n  services:\n    a: {image: "a:1", depends_on: [b]}\n    b: {image: "b:1", depends_on: [a]}\n`,
    /in a circle/,
  ],
  [
    'a wait that never ends',
    `${head}compose:\n  services:\n    a: {image: "a:1", depends_on: {b: {condition: service_healthy}}}\n    b: {image: "b:1"}\n`,
    /has no healthcheck/,
  ],
  [
    'more services than allowed',
    `${head}compose:\n  services:\n${Array.from({ length: 21 }, (_, index) => `    s${index}: {image: "a:1"}\n`).join('')}`,
    /limit is 20/,
  ],
  [
    'more variables than allowed',
    service(`environment:\n${Array.from({ length: 101 }, (_, index) => `  V${index}: x`).join('\n')}`),
    /limit is 100/,
  ],
  ['a variable name with a space', service('environment: {"A B": x}'), /not a variable name/],
  ['a variable twice', service('environment: ["A=1", "A=2"]'), /twice/],
];

describe('hostile and broken definitions', () => {
  it('are many', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(120);
  });

  it.each(corpus)('%s is refused with a reason and a place', (_, text, expected) => {
    const reading = readNativeApp({ text });
    expect(reading.verdict).toBe('rejected');
    expect(reading.model).toBeUndefined();
    const lines = text.split('\n').length;
    for (const problem of reading.problems) {
      expect(problem.text.length).toBeGreaterThan(5);
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(lines);
      expect(problem.column).toBeGreaterThanOrEqual(1);
    }
    expect(
      reading.problems
        .filter((problem) => problem.level === 'rejected')
        .map((problem) => problem.text)
        .join('\n'),
    ).toMatch(expected);
  });

  it('a file with thousands of mistakes is answered with the first hundred', () => {
    const keys = Array.from({ length: 9000 }, (_, index) => `key${index}: 1\n`).join('');
    const references = `\${B}`.repeat(40_000);
    const variables = Array.from({ length: 5000 }, (_, index) => `  V${index}: "$"`).join('\n');
    for (const text of [
      head + keys,
      service(`environment: {A: "${references}"}`),
      service(`environment:\n${variables}`),
    ]) {
      const reading = readNativeApp({ text });
      expect(reading.verdict).toBe('rejected');
      expect(reading.problems.length).toBeLessThanOrEqual(100);
    }
  });

  it('the harmless neighbours of all these are accepted', () => {
    const text = service(
      `environment: {A: "\${NAME}", COST: 5$$, PASSWORD_AUTH: "true", TOKEN_FILE: /run/secrets/PW}\ncommand: [sh, -c, "echo $$A"]\nsecrets: [PW]\ncap_drop: [ALL]\ncap_add: [CHOWN]\nvolumes: ["data:/data", "/etc/localtime:/etc/localtime:ro"]`,
      `fields:\n${textField}${secretField}volumes: [{id: data, purpose: data}]\n`,
    );
    const reading = readNativeApp({ text });
    expect(reading.problems.map((problem) => problem.code)).toEqual(['localtime-dropped']);
    expect(reading.verdict).toBe('ready');
  });
});
