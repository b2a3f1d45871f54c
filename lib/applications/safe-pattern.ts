import 'server-only';

/** Longest value that a pattern is tried on when its field says nothing else. */
const defaultLength = 256;
/** Most steps a backtracking matcher may need in the worst case; some 50 ms. */
const stepBudget = 5e7;

export type SafePattern = { regex: RegExp; source: string };

/**
 * Compiles a pattern from a stranger, anchored at both ends, or says why it is refused. It runs in browser and server, so
 * the worst case of a backtracking matcher is counted beforehand for values of at most `maxLength` characters.
 * Understood: literals, `.`, classes, `\d \w \s`, groups, alternatives and quantifiers; no look-around, no back references,
 * no repeated group that can match in several ways.
 */
export function compilePattern(source: string, maxLength = defaultLength): SafePattern | { problem: string } {
  if (source.length > 200) return { problem: 'pattern is longer than 200 characters' };
  const inner = source.replace(/^\^/, '').replace(/(?<!\\)((?:\\\\)*)\$$/, '$1');
  try {
    const ways = new Scanner(inner, maxLength).read();
    if (ways * maxLength > stepBudget)
      return { problem: 'pattern could take too long; use fewer open repetitions or a smaller max' };
    return { regex: new RegExp(`^(?:${inner})$`, 'u'), source: inner };
  } catch (error) {
    const reason = error instanceof PatternError ? error.message : 'pattern is not a regular expression';
    return { problem: reason };
  }
}

class PatternError extends Error {}

/** Counts in how many ways a pattern can be tried: alternatives add, neighbours multiply, open repetitions count their range. */
class Scanner {
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly length: number,
  ) {}

  read(): number {
    const ways = this.#alternatives();
    if (this.#at < this.source.length) throw new PatternError('pattern has a closing bracket too many');
    return ways;
  }

  #alternatives(): number {
    let total = this.#sequence();
    while (this.source[this.#at] === '|') {
      this.#at += 1;
      total += this.#sequence();
    }
    return total;
  }

  #sequence(): number {
    let ways = 1;
    while (this.#at < this.source.length && this.source[this.#at] !== '|' && this.source[this.#at] !== ')') {
      ways = Math.min(ways * this.#quantified(this.#atom()), Number.MAX_SAFE_INTEGER);
    }
    return ways;
  }

  #atom(): number {
    const char = this.source[this.#at] ?? '';
    this.#at += 1;
    if (char === '(') return this.#group();
    if (char === '[') return this.#set();
    if (char === '\\') return this.#escape();
    if ('*+?{}]^$'.includes(char))
      throw new PatternError(`pattern has ${char} in a place where it means nothing`);
    return 1;
  }

  #group(): number {
    if (this.source[this.#at] === '?') {
      if (this.source[this.#at + 1] !== ':')
        throw new PatternError('pattern uses look-around or a named group');
      this.#at += 2;
    }
    const ways = this.#alternatives();
    if (this.source[this.#at] !== ')') throw new PatternError('pattern has an open bracket');
    this.#at += 1;
    return ways;
  }

  #set(): number {
    for (; this.#at < this.source.length; this.#at++) {
      if (this.source[this.#at] === '\\') this.#at += 1;
      else if (this.source[this.#at] === ']') {
        this.#at += 1;
        return 1;
      }
    }
    throw new PatternError('pattern has an open bracket');
  }

  #escape(): number {
    const char = this.source[this.#at] ?? '';
    this.#at += 1;
    if (/[1-9k]/.test(char)) throw new PatternError('pattern uses a back reference');
    if (!/[dDwWsSnt^$\\.*+?()[\]{}|/-]/.test(char))
      throw new PatternError(`pattern uses \\${char}, which is not understood`);
    return 1;
  }

  #quantified(ways: number): number {
    const match = /^(?:[*+?]|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})\??/.exec(this.source.slice(this.#at));
    if (!match) return ways;
    this.#at += match[0].length;
    const [least, most] = this.#range(match);
    if (most <= 1) return ways + (least === 0 ? 1 : 0);
    if (ways > 1) throw new PatternError('pattern repeats a group that can match in several ways');
    return Math.max(0, Math.min(most, this.length) - least) + 1;
  }

  #range(match: RegExpExecArray): [number, number] {
    if (match[0].startsWith('*')) return [0, Number.POSITIVE_INFINITY];
    if (match[0].startsWith('+')) return [1, Number.POSITIVE_INFINITY];
    if (match[0].startsWith('?')) return [0, 1];
    const least = Number(match[1]);
    const most =
      match[2] === undefined ? least : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
    return [least, most];
  }
}
