import 'server-only';
import { hasAddressPassword, hasCommandPassword } from '../literal-secret';
import type { PathStep } from '../problem';
import type { Words } from '../service-model';
import { referencesOf, type Text } from '../text';
import type { Findings } from './findings';

type RawWords = string | (string | number | boolean)[];

/**
 * Reads `command`, `entrypoint` or a health check's `test`. A line is split into words by Compose after it replaced
 * references, and a shell reads its script after that: in both places a value could become more than one word, so
 * references are refused there.
 */
export function readWords(findings: Findings, path: readonly PathStep[], raw: RawWords): Words {
  if (typeof raw === 'string') return readLine(findings, path, raw);
  const list = raw.map((word, index) => {
    const at = [...path, index];
    return findings.text(at, findings.spelled(at, word));
  });
  for (const index of shellScripts(list)) {
    const key = referencesOf(list[index] ?? [])[0];
    if (key) findings.add([...path, index], 'shell-reference', shellAdvice(key));
  }
  checkSecrets(findings, path, list.map(literalOf));
  return { list };
}

function readLine(findings: Findings, path: readonly PathStep[], raw: string): Words {
  const key = referencesOf(findings.text(path, raw))[0];
  if (key)
    findings.add(
      path,
      'shell-reference',
      `\${${key}} in a command line could become several words: write the command as a list`,
    );
  checkSecrets(findings, path, raw.split(/\s+/));
  return { line: raw.replaceAll('$$', '$') };
}

const shells = /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh|ksh)$/;

/** Positions of words that a shell reads as a script: after `sh -c`, and the test of a `CMD-SHELL` check. */
function shellScripts(list: readonly Text[]): number[] {
  const words = list.map(literalOf);
  const isShell = words.some((word) => shells.test(word));
  // An image's own entry point may be a shell too, so a first `-c` counts without one.
  const isScriptOption = (index: number) => /^-[a-z]*c$/.test(words[index] ?? '') && (isShell || index === 0);
  return words.flatMap((_, index) => {
    const isTest = index === 1 && words[0] === 'CMD-SHELL';
    return isTest || (index > 0 && isScriptOption(index - 1)) ? [index] : [];
  });
}

function shellAdvice(key: string): string {
  return `a shell would read the value of \${${key}}: set it in environment and write $$${key} here`;
}

function checkSecrets(findings: Findings, path: readonly PathStep[], words: string[]): void {
  if (hasCommandPassword(words) || words.some(hasAddressPassword)) {
    findings.add(path, 'literal-secret', 'the command holds a fixed secret; use a field of type secret');
  }
}

const literalOf = (text: Text) => text.map((part) => (typeof part === 'string' ? part : '')).join('');
