import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestToBuild, stampBuild } from './build.mjs';
import { isInstalled, needsInstall } from './install.mjs';

describe('installing', () => {
  const wanted = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-darwin': { version: '2.0.0', optional: true },
    },
  };
  it.each([
    ['is needed in a fresh clone', undefined, false],
    ['is not needed when every package is there', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['is needed after the lockfile changed a version', { 'node_modules/a': { version: '0.9.0' } }, false],
    ['is needed when a package is missing', {}, false],
    [
      'is needed when a package is no longer wanted',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/x': { version: '1.0.0' } },
      false,
    ],
    [
      'is needed when an optional package has another version',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '1.0.0' } },
      false,
    ],
    [
      'is not needed when npm added a package of this platform',
      {
        'node_modules/a': { version: '1.0.0' },
        'node_modules/b-linux': { version: '2.0.0', optional: true },
      },
      true,
    ],
  ])('%s', (_name, packages, expected) => {
    expect(isInstalled(wanted, packages && { packages })).toBe(expected);
  });

  it('is not needed in a tree that npm has just installed', () => {
    expect(needsInstall(process.cwd())).toBe(false);
  });
});

describe('building', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'tomo-up-'));
    mkdirSync(path.join(root, 'app'));
    mkdirSync(path.join(root, '.next'));
    writeFileSync(path.join(root, '.next/BUILD_ID'), 'x');
    writeFileSync(path.join(root, 'app/page.tsx'), 'one');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const built = () => {
    stampBuild(root, digestToBuild(root) ?? '');
    expect(digestToBuild(root)).toBeUndefined();
  };

  it('is needed once, and again after a source changed, appeared or went', () => {
    built();
    writeFileSync(path.join(root, 'app/page.tsx'), 'two');
    expect(digestToBuild(root)).toBeDefined();
    built();
    writeFileSync(path.join(root, 'app/more.tsx'), 'new');
    expect(digestToBuild(root)).toBeDefined();
    built();
    rmSync(path.join(root, 'app/more.tsx'));
    expect(digestToBuild(root)).toBeDefined();
  });

  it('is not needed for a test or for a file written anew with the same content', () => {
    built();
    writeFileSync(path.join(root, 'app/page.test.ts'), 'test');
    writeFileSync(path.join(root, 'app/page.tsx'), 'one');
    expect(digestToBuild(root)).toBeUndefined();
  });

  it('is needed when the last build did not finish', () => {
    built();
    rmSync(path.join(root, '.next/BUILD_ID'));
    expect(digestToBuild(root)).toBeDefined();
  });
});
