import 'server-only';
import {
  CORE_SCHEMA,
  constructFromEvents,
  dump,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  YAMLException,
} from 'js-yaml';
import type { PathStep } from './problem';
import { isUnprintableText } from './unprintable';
import { documentOf, type Mark, type Place, pathId, placeFinder, type YamlDocument } from './yaml-document';

/** Limits of §2.7 for one definition file. */
const yamlLimits = { bytes: 256 * 1024, depth: 20, nodes: 20_000 } as const;

export type YamlProblem = Place & { code: 'limit' | 'syntax' | 'schema'; text: string };

export type YamlReading = { document: YamlDocument } | { problem: YamlProblem };

/**
 * Reads one YAML document under the limits of a native definition: 256 KiB, depth 20, 20,000 nodes, no anchors, aliases,
 * merge keys, tags, directives or control characters, plain text keys, each once. Never throws for bad input.
 */
export function readYaml(text: string): YamlReading {
  const bytes = Buffer.byteLength(text);
  if (bytes > yamlLimits.bytes) {
    const size = Math.ceil(bytes / 1024);
    return {
      problem: { code: 'limit', line: 1, column: 1, text: `file is ${size} KiB, the limit is 256 KiB` },
    };
  }
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const placeOf = placeFinder(source);
  try {
    const events = parseEvents(source, { maxDepth: yamlLimits.depth });
    const marks = markEvents(source, events);
    const options = { source, schema: CORE_SCHEMA, maxAliases: 0, maxTotalMergeKeys: 0 };
    return { document: documentOf(constructFromEvents(events, options)[0], marks, placeOf) };
  } catch (error) {
    return { problem: problemOf(error, placeOf) };
  }
}

/** Prints `value` as YAML that every parser, YAML 1.1 included, reads back exactly: each string quoted, no references. */
export function printYaml(value: unknown): string {
  return dump(value, { forceQuotes: true, lineWidth: -1, noRefs: true });
}

class Refusal extends Error {
  constructor(
    readonly offset: number,
    message: string,
    readonly code: YamlProblem['code'] = 'syntax',
  ) {
    super(message);
  }
}

const dangerousKeys = new Set(['__proto__', 'constructor', 'prototype']);

type Frame = {
  path: PathStep[];
  kind: 'document' | 'mapping' | 'sequence';
  next: number;
  key?: { name: string; offset: number };
};

/** One walk over the events: refuses what native files may not contain and notes the place of each path. */
function markEvents(source: string, events: Event[]): Map<string, Mark> {
  if (events.length > yamlLimits.nodes)
    throw new Refusal(0, 'file has too many values, the limit is 20,000', 'limit');
  const marks = new Map<string, Mark>();
  const stack: Frame[] = [];
  let documents = 0;
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      stack.pop();
      continue;
    }
    if (event.type === EVENT_ID.DOCUMENT) {
      documents += 1;
      if (documents > 1)
        throw new Refusal(source.lastIndexOf('\n---') + 1, 'only one document per file is allowed');
      if (event.directives.length > 0) throw new Refusal(0, 'directives (%) are not allowed');
      stack.push({ path: [], kind: 'document', next: 0 });
      continue;
    }
    if (event.type === EVENT_ID.ALIAS || event.anchorStart >= 0) {
      throw new Refusal(event.anchorStart - 1, 'anchors and aliases are not allowed; repeat the value');
    }
    if (event.tagStart >= 0) throw new Refusal(event.tagStart, 'tags (!) are not allowed');
    const offset =
      event.type === EVENT_ID.SCALAR ? scalarStart(source, event.valueStart, event.style) : event.start;
    const text = event.type === EVENT_ID.SCALAR ? getScalarValue(source, event) : undefined;
    if (text !== undefined && isUnprintableText(text)) {
      throw new Refusal(offset, 'control characters and text-direction overrides are not allowed');
    }
    const parent = stack.at(-1);
    if (!parent) continue;
    if (parent.kind === 'mapping' && !parent.key) {
      parent.key = { name: keyName(text, offset), offset };
      continue;
    }
    const path = childPath(parent);
    marks.set(pathId(path), { key: parent.key?.offset ?? offset, value: offset, text });
    parent.key = undefined;
    if (event.type === EVENT_ID.SEQUENCE) stack.push({ path, kind: 'sequence', next: 0 });
    if (event.type === EVENT_ID.MAPPING) stack.push({ path, kind: 'mapping', next: 0 });
  }
  if (marks.size === 0) throw new Refusal(0, 'file is empty');
  return marks;
}

function keyName(text: string | undefined, offset: number): string {
  if (text === undefined) throw new Refusal(offset, 'a key must be plain text');
  if (dangerousKeys.has(text)) throw new Refusal(offset, `${text} is not allowed as a key`, 'schema');
  if (text === '<<') throw new Refusal(offset, 'merge keys are not allowed; repeat the values');
  return text;
}

function childPath(parent: Frame): PathStep[] {
  if (parent.kind === 'document') return [];
  if (parent.key) return [...parent.path, parent.key.name];
  parent.next += 1;
  return [...parent.path, parent.next - 1];
}

/** Quotes and the `|` or `>` of a block stand before the value that the parser points at; people look for those. */
function scalarStart(source: string, valueStart: number, style: number): number {
  if (style === 1) return valueStart;
  if (style === 2 || style === 3) return valueStart - 1;
  const header = Math.max(source.lastIndexOf('|', valueStart), source.lastIndexOf('>', valueStart));
  return header < 0 ? valueStart : header;
}

function problemOf(error: unknown, placeOf: (offset: number) => Place): YamlProblem {
  if (error instanceof Refusal) return { code: error.code, ...placeOf(error.offset), text: error.message };
  if (!(error instanceof YAMLException))
    return { code: 'syntax', line: 1, column: 1, text: 'file cannot be read as YAML' };
  const place = error.mark ? placeOf(error.mark.position) : { line: 1, column: 1 };
  const tooDeep = /depth/i.test(error.reason);
  return {
    code: tooDeep ? 'limit' : 'syntax',
    ...place,
    text: tooDeep ? 'file is nested deeper than 20 levels' : error.reason,
  };
}
