import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from './architecture/rule';
import { rules } from './architecture/rules';
import { readTree, virtualTree } from './architecture/tree';

const tree = readTree(path.resolve(import.meta.dirname, '..'));

describe.each(rules)('$name', (rule) => {
  it('holds in this tree', () => {
    expect(report(rule, tree)).toBe('');
  });

  it.each(rule.breaks)('notices $what', ({ files, at }) => {
    expect(rule.check(virtualTree(files)).map(({ path }) => path)).toContain(at);
  });

  it('accepts what keeps it', () => {
    expect(report(rule, virtualTree(rule.keeps))).toBe('');
  });
});

it('reads the whole tree', () => {
  expect(tree.sources.size).toBeGreaterThan(100);
  expect(tree.sources.get('lib/runtime/env.ts')?.imports.map((one) => one.package)).toContain('zod');
});
