import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Import, importsOf, lineOf, type Node, nodesOf, parse } from './syntax';

/** A source file, read once for all rules. */
export type Source = {
  /** From the repository's root, with forward slashes. */
  path: string;
  text: string;
  program: Node;
  /** Every node of the program, parents first. */
  nodes: Node[];
  imports: (Import & { target: string | undefined })[];
  /** 1-based line of a node of this file. */
  line(node: Node): number;
};

export type Tree = {
  /** Every path of the repository, source or not. */
  paths: Set<string>;
  sources: Map<string, Source>;
  /** Text of a file that is not source, such as the README. */
  read(path: string): string | undefined;
};

const isSource = (file: string) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.ts');

/** The files that git knows or would add: what a clean clone holds once everything is committed. */
export function readTree(root: string): Tree {
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], options);
  const paths = list.split('\0').filter((file) => file !== '' && existsSync(path.join(root, file)));
  return makeTree(paths, (file) => readFileSync(path.join(root, file), 'utf8'));
}

/** A tree that exists only in a test: path → text. */
export function virtualTree(files: Record<string, string>): Tree {
  return makeTree(Object.keys(files), (file) => files[file] ?? '');
}

function makeTree(list: string[], read: (file: string) => string): Tree {
  const paths = new Set(list);
  const sources = new Map<string, Source>();
  for (const file of list.filter(isSource)) sources.set(file, makeSource(file, read(file), paths));
  return { paths, sources, read: (file) => (paths.has(file) ? read(file) : undefined) };
}

function makeSource(file: string, text: string, paths: Set<string>): Source {
  const program = parse(file, text);
  const nodes = nodesOf(program);
  const imports = importsOf(nodes, text).map((one) => ({ ...one, target: resolve(one, file, paths) }));
  return { path: file, text, program, nodes, imports, line: (node) => lineOf(text, node.start) };
}

function resolve({ specifier, package: name }: Import, from: string, paths: Set<string>): string | undefined {
  if (name) return undefined;
  const base = specifier.startsWith('@/')
    ? specifier.slice(2)
    : path.posix.join(path.posix.dirname(from), specifier);
  const candidates = ['', '.ts', '.tsx', '.mjs', '/index.ts', '/index.tsx'].map((ending) => base + ending);
  // A file that is not there yet (generated, ignored by git) still lies in a room, so the path stands for it.
  return candidates.find((candidate) => paths.has(candidate)) ?? base;
}
