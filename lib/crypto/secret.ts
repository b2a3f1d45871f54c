import { inspect } from 'node:util';

const MASK = '[secret]';

/** A value that prints itself as `[secret]` everywhere; only `reveal()` gives the text, at the moment of use. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself. Call it where it is used, never to store or pass it on. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
