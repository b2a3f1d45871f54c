import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { StepRun } from '@/lib/jobs/step';
import { parseOsRelease } from '@/lib/servers/facts/os-release';
import type { Situation } from '../graph/situation';
import { preparationPresets } from '../presets';
import { supportedFamily } from '../steps/detect-system';
import { stepsFor } from '../steps/steps';
import type { Family } from './family';
import type { FamilyScript } from './family-script';

/**
 * What a preparation really calls on each family: the scripts of every step run in a folder that stands in for the root of
 * the file system, with recorders in the place of the programs that change a system. The calls are held by one file per
 * release, to be read by people who know it.
 */
const releases = {
  'debian-13': 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie',
  'ubuntu-24-04': 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\nVERSION_CODENAME=noble',
  'rocky-9': 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"',
  'fedora-42': 'ID=fedora\nVERSION_ID=42',
  'opensuse-leap-15-6': 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.6"',
  'alpine-3-22': 'ID=alpine\nVERSION_ID=3.22.0',
  arch: 'ID=arch\nBUILD_ID=rolling',
  'amazon-2023': 'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"',
};

const options = {
  ...preparationPresets.recommended,
  dockerSource: 'vendor' as const,
  openPorts: ['80/tcp'],
  swapMb: 512,
  ownAccount: 'tomo',
};

// Programs that would change a system; each writes down how it was called.
const everywhere =
  'apt-get dnf zypper apk pacman systemctl rc-service rc-update ufw firewall-cmd mkswap swapon curl visudo install';
// Accounts are made by other programs where busybox has them.
const recorded = (family: Family) =>
  `${everywhere} ${family.key === 'alpine' ? 'adduser addgroup chpasswd' : 'useradd usermod groupadd'}`.split(
    ' ',
  );
// What answers questions, as a fresh system would.
const answering = {
  dpkg: 'case $1 in --print-architecture) echo amd64 ;; *) exit 1 ;; esac',
  'dpkg-query': ':',
  'apt-cache': 'echo "  Candidate: 99"',
  rpm: 'case $1 in -qa) ;; *) exit 1 ;; esac',
  docker: 'exit 1',
  dockerd: ':',
  id: 'echo deploy docker',
  dd: 'for word in "$@"; do case $word in of=*) : >"$(echo "$word" | cut -c 4-)" ;; esac; done',
  gpg: 'printf "pub:\\nfpr:::::::::%s:\\n" "$(cat "$ROOT/fingerprint")"',
};
const hasBusybox = spawnSync('busybox', ['ash', '-c', ':']).status === 0;

describe.each(Object.entries(releases))('a preparation of %s', (name, release) => {
  const os = parseOsRelease(release.split('\n'));
  const family = supportedFamily(os);

  // The shell of Alpine is another one than that of all others here.
  const shell = family.key === 'alpine' && hasBusybox ? 'busybox ash' : 'sh';

  it('calls what its file says', async () => {
    const text = [];
    const found = new Map<string, Record<string, unknown>>([['detect_system', { os, family: family.key }]]);
    // With an account of its own for Tomo and without one.
    const both = [...stepsFor({ ...options, ownAccount: undefined }), ...stepsFor(options)];
    for (const step of new Set(both)) {
      if ('look' in step) continue;
      const finding = await step.check(freshSituation(family, found), noStep);
      found.set(step.key, finding.facts ?? {});
      text.push(`== ${step.key}`);
      if (finding.done) {
        text.push(`   skipped: ${finding.done}`);
        continue;
      }
      const { script, args } = finding.command;
      text.push(`   would ${finding.plan}`, ...run(shell, family, script, { step: step.key, ...args }));
    }
    await expect(`${text.join('\n')}\n`).toMatchFileSnapshot(`./plans/${name}.txt`);
  }, 120_000);
});

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function freshSituation(family: Family, found: Map<string, Record<string, unknown>>): Situation {
  return {
    server: { id: 'x', username: 'deploy' },
    options,
    mode: 'apply',
    family: () => family,
    factsOf: (key) => found.get(key) ?? {},
    // A system on which nothing was done yet has little to answer.
    async ask(asked, args = {}) {
      if (asked.name === 'missing-packages')
        return (args.packages ?? '').split(' ').map((entry) => entry.split(':')[0] ?? '');
      if (asked.name === 'docker-names') return ['Docker'];
      if (asked.name === 'firewall-state') return [family.key === 'debian' ? 'ufw' : 'firewalld'];
      return asked.name === 'swap-state' ? ['free 99999999', 'type ext2/ext3'] : [];
    },
  };
}

const noStep = { log: () => undefined } as unknown as StepRun;

/** Runs a script in a root of its own and gives the calls of the recorded programs, and what it wrote. */
function run(shell: string, family: Family, { of }: FamilyScript, args: Record<string, string>): string[] {
  const script = of(family);
  const root = mkdtempSync(path.join(tmpdir(), 'tomo-plan-'));
  roots.push(root);
  const folders =
    'bin etc/apt/sources.list.d etc/apt/apt.conf.d etc/yum.repos.d etc/pki/rpm-gpg etc/apk etc/dnf etc/sudoers.d home var/lib/tomo opt run';
  for (const folder of folders.split(' ')) mkdirSync(path.join(root, folder), { recursive: true });
  for (const file of ['group', 'passwd', 'apk/world', 'fstab'])
    writeFileSync(path.join(root, 'etc', file), 'root:x:0:\n');
  if (args.fingerprint) writeFileSync(path.join(root, 'fingerprint'), args.fingerprint);
  const program = (name: string, body: string) => {
    writeFileSync(path.join(root, 'bin', name), `#!/bin/sh\n${body}\n`);
    chmodSync(path.join(root, 'bin', name), 0o755);
  };
  for (const name of recorded(family)) program(name, `echo "$(basename "$0") $*" >>"$ROOT/calls"`);
  for (const [name, body] of Object.entries(answering)) program(name, body);
  const inRoot = script.body.replace(
    /\/(etc|home|sys|var\/lib|var\/cache|opt|run)(?=[/ \n"'])/g,
    `${root}/$1`,
  );
  const values = Object.entries(args).map(([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`);
  const [first = '', ...rest] = shell.split(' ');
  const { status, stderr, stdout } = spawnSync(first, [...rest], {
    input: `set -eu\n${values.join('')}main() {\n${inRoot}\n}\nmain </dev/null\n`,
    env: { NODE_ENV: 'test', PATH: `${root}/bin:/usr/bin:/bin`, ROOT: root, LC_ALL: 'C' },
  });
  const read = (file: string) =>
    spawnSync('sh', ['-c', `cat ${file} 2>/dev/null`], { cwd: root }).stdout.toString();
  const shown = (text: string) =>
    text
      .replaceAll(root, '')
      .replaceAll(/\/tmp\/tmp\.\w+/g, '/tmp/FILE')
      .split('\n')
      .filter(Boolean);
  expect(status, `${script.name}: ${stderr}${stdout}`).toBe(0);
  return [
    ...shown(read('calls')).map((line) => `   $ ${line}`),
    ...shown(readFileSync(path.join(root, 'etc/fstab'), 'utf8'))
      .slice(1)
      .map((line) => `   fstab: ${line}`),
    ...shown(read('var/lib/tomo/changes')).map(
      (line) =>
        `   noted: ${line
          .replaceAll('\t', ' ')
          .replace(/[0-9a-f]{64}/, 'SHA-256')
          .replace(/\d{8}T\d{6}Z/, 'DATE')}`,
    ),
  ];
}
