import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRooms } from './architecture/packages';
import { type Advisory, belowFloor, known, type Lock, packagesOf, unpinned } from './supply-chain/lock';
import {
  floors,
  forbiddenAnywhere,
  forbiddenDirectly,
  mostRuntimeDependencies,
  nodeFloor,
  withInstallScript,
} from './supply-chain/policy';
import { compareVersions } from './supply-chain/version';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lock: Lock = JSON.parse(read('package-lock.json'));
const advisories: Advisory[] = JSON.parse(read('security/advisories.json'));
const manifest: {
  engines: { node: string };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  scripts: Record<string, string>;
} = JSON.parse(read('package.json'));
const direct = { ...manifest.dependencies, ...manifest.devDependencies };

const sha512 = `sha512-${'A'.repeat(86)}==`;
const lockWith = (name: string, version: string, more: object = {}): Lock => ({
  packages: { '': { version: '0.1.0' }, [`node_modules/${name}`]: { version, integrity: sha512, ...more } },
});

describe('G60 versions', () => {
  it('are none of those with a published weakness', () => {
    expect(known(lock, advisories)).toEqual([]);
  });

  it.each(advisories)('$id would be noticed', (one) => {
    expect(known(lockWith(one.package, one.introduced ?? '0.0.1'), advisories).join()).toContain(one.id);
    expect(known(lockWith(one.package, one.fixed), [one])).toEqual([]);
    expect(known(lockWith(`other/node_modules/${one.package}`, `${one.fixed}-beta.1`), [one])).toHaveLength(
      1,
    );
  });

  it('are not below their floor', () => {
    expect(belowFloor(lock, floors)).toEqual([]);
    expect(belowFloor(lockWith('ssh2', '1.16.9'), { ssh2: { floor: '1.17.0' } })).toEqual(['ssh2@1.16.9']);
    expect(belowFloor(lockWith('other', '1.0.0'), { ssh2: { floor: '1.17.0' } })).toEqual(['ssh2 missing']);
  });

  it('are exact in the manifest, and the exact one is the one that was proven', () => {
    expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    for (const [name, { floor, exact }] of Object.entries(floors))
      if (exact) expect(direct[name]).toBe(floor);
  });

  it('of Node: the manifest asks for the floor', () => {
    const asked = /^>=(\d+\.\d+)$/.exec(manifest.engines.node)?.[1];
    expect(compareVersions(`${asked}.0`, nodeFloor)).toBe(0);
  });
});

describe('G60 packages', () => {
  it('that are forbidden are not installed', () => {
    const names = new Set(packagesOf(lock).map(({ name }) => name));
    expect(Object.keys(forbiddenAnywhere).filter((name) => names.has(name))).toEqual([]);
    expect(Object.keys(forbiddenDirectly).filter((name) => name in direct)).toEqual([]);
  });

  it(`at run time are at most ${mostRuntimeDependencies}, each with a line that says what it is for`, () => {
    const names = Object.keys(manifest.dependencies);
    expect(names.length).toBeLessThanOrEqual(mostRuntimeDependencies);
    expect(names.filter((name) => !packageRooms[name])).toEqual([]);
  });

  it('are fixed by checksum and name no download address', () => {
    expect(packagesOf(lock).length).toBeGreaterThan(100);
    expect(unpinned(lock)).toEqual([]);
    for (const bad of [
      { integrity: undefined },
      { integrity: 'sha1-x' },
      { resolved: 'https://a.example/b.tgz' },
    ])
      expect(unpinned(lockWith('a', '1.0.0', bad))).toEqual(['node_modules/a']);
  });
});

describe('G60 install scripts', () => {
  it('never run', () => {
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
    expect(
      Object.keys(manifest.scripts).filter((name) => /^(pre|post)?(install|prepare)$/.test(name)),
    ).toEqual([]);
  });

  it('belong only to packages that are known to work without', () => {
    const scripted = packagesOf(lock).filter(({ entry }) => entry.hasInstallScript);
    expect(scripted.filter(({ name }) => !withInstallScript[name]).map(({ place }) => place)).toEqual([]);
  });

  it('and what .npmrc fixes stays fixed', () => {
    const lines = read('.npmrc').split('\n');
    for (const line of ['save-exact=true', 'min-release-age=7', 'omit-lockfile-registry-resolved=true'])
      expect(lines).toContain(line);
  });
});
