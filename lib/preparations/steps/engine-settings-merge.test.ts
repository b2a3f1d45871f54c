import { describe, expect, it } from 'vitest';
import { mergeEngineSettings } from './engine-settings-merge';

const wanted = { logRotation: { maxSizeMb: 10, maxFiles: 3 }, liveRestore: true };
const merge = (before: string | null, swarm = false) => mergeEngineSettings(before, wanted, { swarm });

describe('the settings of the engine', () => {
  it('begin with what is chosen where there is no file', () => {
    const { text, set } = merge(null);
    expect(JSON.parse(text)).toEqual({
      'log-opts': { 'max-size': '10m', 'max-file': '3' },
      'live-restore': true,
    });
    expect(set).toEqual(['log-opts.max-size', 'log-opts.max-file', 'live-restore']);
    expect(merge(text)).toEqual({ text, set: [], kept: [] });
  });

  it('keep every key that is there, and every value that somebody chose', () => {
    const before = {
      'registry-mirrors': ['http://mirror.lan'],
      'log-opts': { 'max-size': '1g', tag: 'x' },
      debug: false,
    };
    const { text, set, kept } = merge(JSON.stringify(before, null, '\t'));
    expect(JSON.parse(text)).toEqual({
      ...before,
      'log-opts': { 'max-size': '1g', tag: 'x', 'max-file': '3' },
      'live-restore': true,
    });
    expect(set).toEqual(['log-opts.max-file', 'live-restore']);
    expect(kept).toEqual(['log-opts.max-size is set to 1g already and stays so.']);
    expect(text).toContain('\n\t"debug"');
  });

  it('leave another log driver and a swarm alone, and say so', () => {
    const before = '{"log-driver":"journald"}\n';
    expect(merge(before, true)).toMatchObject({ text: before, set: [] });
    expect(merge(before, true).kept.join(' ')).toMatch(/journald already.*swarm/);
  });

  it.each(['{', '[]', 'null', '"x"', '{"a":1,}'])('are not written over a file that holds %s', (before) => {
    expect(() => merge(before)).toThrow('not an object of JSON');
  });
});
