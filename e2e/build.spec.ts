import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { readTree } from './architecture/tree';

/**
 * What `next build` really made, compared with what the sources declare: every door of the finished app is one that was
 * made by defineAction or defineRoute (the architecture test holds those files to that), and nothing else is a door.
 */
const root = path.resolve(import.meta.dirname, '..');
const manifest = (name: string) => JSON.parse(readFileSync(path.join(root, '.next', name), 'utf8'));
const tree = readTree(root);

test('every server action of the build is declared by defineAction', () => {
  type Action = { filename: string; exportedName: string };
  const { node, edge } = manifest('server/server-reference-manifest.json');
  const doors = Object.values<Action>(node).map(
    ({ filename, exportedName }) => `${filename} ${exportedName}`,
  );
  const declared = [...tree.sources.values()]
    .filter(({ path: file }) => /^lib\/[\w-]+\/([\w-]+-)?actions\.ts$/.test(file))
    .flatMap(({ path: file, text }) =>
      [...text.matchAll(/^export const (\w+)/gm)].map((match) => `${file} ${match[1]}`),
    );
  expect(doors.length).toBeGreaterThan(0);
  expect(doors.filter((door) => !declared.includes(door))).toEqual([]);
  expect(edge).toEqual({});
});

test('every page and route of the build is a file of app/, and there is no middleware', () => {
  const built = Object.keys(manifest('server/app-paths-manifest.json')).filter(
    (door) => !door.startsWith('/_'),
  );
  const files = [...tree.paths]
    .filter((file) => /^app\/(.*\/)?(page|route)\.tsx?$/.test(file))
    .map((file) => file.replace(/^app/, '').replace(/\.tsx?$/, ''));
  expect(built.sort()).toEqual(files.sort());
  expect(Object.keys(manifest('server/middleware-manifest.json').middleware)).toEqual([]);
  expect(
    Object.keys(manifest('server/pages-manifest.json')).filter((door) => door.startsWith('/api')),
  ).toEqual([]);
});

test('no page is rendered ahead of its request, where it could carry no nonce', () => {
  const { routes, dynamicRoutes } = manifest('prerender-manifest.json');
  expect(Object.keys(routes).filter((route) => route !== '/_global-error')).toEqual([]);
  expect(dynamicRoutes).toEqual({});
});

test('the build ships no source maps to the browser', () => {
  const shipped = readdirSync(path.join(root, '.next/static'), { recursive: true }).map(String);
  expect(shipped.length).toBeGreaterThan(0);
  expect(shipped.filter((file) => file.endsWith('.map'))).toEqual([]);
});
