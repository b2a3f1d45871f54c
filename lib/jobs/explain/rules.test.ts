import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain } from './explain';
import { rules } from './rules';

const ids = [...new Set(rules.map(({ id }) => id))];
const folder = path.join(import.meta.dirname, 'fixtures');

/** Outputs of one kind: name of the file, the rule it belongs to, its lines. */
function outputs(kind: 'recorded' | 'constructed' | 'ordinary') {
  return readdirSync(path.join(folder, kind))
    .sort()
    .map((name) => ({
      name,
      id: ruleOf(name),
      lines: readFileSync(path.join(folder, kind, name), 'utf8')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#: ')),
    }));
}

/** The rule with the longest id that the name of a file begins with. */
function ruleOf(name: string): string {
  const words = name.replace('.txt', '').replaceAll('-', '_');
  const fitting = ids.filter((id) => words === id || words.startsWith(`${id}_`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? words;
}

const recorded = outputs('recorded');
const constructed = outputs('constructed');
const ofContainers = new Set(rules.filter(({ scope }) => scope === 'container').map(({ id }) => id));

describe('known causes', () => {
  it.each(recorded)('recorded on a server: $name', ({ id, lines }) => {
    expect(explain(lines, { of: ofContainers.has(id) ? 'container' : 'server' })?.id).toBe(id);
  });

  it.each(constructed)('constructed after documentation: $name', ({ id, lines }) => {
    expect(explain(lines, { of: ofContainers.has(id) ? 'container' : 'server' })?.id).toBe(id);
  });

  it('are at least forty that were recorded, and every one has an output of its own', () => {
    const [seen, built] = [recorded, constructed].map((list) => new Set(list.map(({ id }) => id)));
    expect(seen?.size).toBeGreaterThanOrEqual(40);
    const onlyBuilt = [...(built ?? [])].filter((id) => !seen?.has(id));
    expect({ recorded: seen?.size, constructedOnly: onlyBuilt.length, all: ids.length }).toEqual({
      recorded: 65,
      constructedOnly: 37,
      all: 102,
    });
    expect(ids.filter((id) => !seen?.has(id) && !built?.has(id))).toEqual([]);
  });

  it.each(constructed)('constructed outputs name where they are described: $name', ({ name }) => {
    expect(readFileSync(path.join(folder, 'constructed', name), 'utf8')).toMatch(/^#: \S/);
  });

  it.each(outputs('ordinary'))('ordinary output is left alone: $name', ({ lines }) => {
    for (const of of ['server', 'container'] as const) {
      expect(explain(lines, { of })).toBeUndefined();
      for (const line of lines) expect(explain([line], { of }), line).toBeUndefined();
    }
  });
});

describe('the words of a cause', () => {
  it('are one sentence and one action, without a gap', () => {
    for (const { id, lines } of [...recorded, ...constructed]) {
      const { sentence, action } = explain(lines, { of: ofContainers.has(id) ? 'container' : 'server' }) ?? {
        sentence: '',
        action: '',
      };
      expect(sentence, id).toMatch(/^\S.{10,240}[^.]\.$/);
      expect(`${sentence} ${action}`, id).not.toMatch(/[{}]|undefined| \?/);
      expect(action, id).toMatch(/^[A-Zj].{8,200}\.$/);
    }
  });

  it('say what the output named', () => {
    const lock =
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 653 (unattended-upgr)';
    expect(explain([lock])?.sentence).toContain('by unattended-upgr (process 653)');
    expect(explain(['bind: address already in use'])?.sentence).toContain('number unknown');
    expect(explain(['listen tcp4 0.0.0.0:8080: bind: address already in use'])?.sentence).toBe(
      'Port 8080 of the server is already in use.',
    );
  });

  it('show what a server made up as short printable text', () => {
    const name = `x${'\u202e\u0007'.repeat(20)}<b>${'y'.repeat(200)}`;
    const sentence = explain([
      `The container name "/${name}`.slice(0, 190).concat('" is already in use'),
    ])?.sentence;
    expect(sentence).toMatch(/^[\x20-\x7e]{1,260}$/);
  });
});

describe('patterns', () => {
  const all = rules.flatMap(({ id, patterns }) =>
    patterns.map((pattern) => ({ id, source: pattern.source, pattern })),
  );

  it.each(all)('of $id begins at an edge and repeats within bounds: $source', ({ source, pattern }) => {
    expect(source).toMatch(/^(\^|\\b|:)/);
    const bare = source.replace(/\\./g, '_').replace(/\[[^\]]*\]/g, '_');
    expect(bare, 'unbounded').not.toMatch(/[*+]|\{\d+,\}/);
    expect(bare, 'a bounded group inside another').not.toMatch(/\([^()]*\{\d+,\d+\}[^()]*\)\{/);
    expect(pattern.flags).not.toMatch(/[gy]/);
  });

  it('do not change what they mean between two outputs', () => {
    const lines = ['E: Unable to locate package x'];
    expect(explain(lines)).toEqual(explain(lines));
  });
});
