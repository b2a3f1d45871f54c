import { LINE_LIMIT_BYTES } from './line';

/**
 * Cuts a byte stream into lines and says after each how many bytes of the stream it ends at. Bytes are decoded per whole
 * line, so a character split over two chunks survives. A line that never ends is cut at the limit and its rest dropped.
 */
export class LineSplitter {
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #dropping = false;

  constructor(private offset = 0) {}

  /** Lines completed by this chunk, each with the stream offset behind its newline. */
  push(chunk: Buffer): { text: string; offset: number }[] {
    const lines: { text: string; offset: number }[] = [];
    let start = 0;
    for (let newline = chunk.indexOf(10, start); newline !== -1; newline = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, newline));
      lines.push({ text: this.#take(), offset: this.offset + newline + 1 });
      start = newline + 1;
    }
    this.#keep(chunk.subarray(start));
    this.offset += chunk.length;
    return lines;
  }

  /** The last line, when the stream ended without a newline. */
  end(): { text: string; offset: number } | undefined {
    if (this.#pendingBytes === 0) return undefined;
    return { text: this.#take(), offset: this.offset };
  }

  #keep(part: Buffer): void {
    if (part.length === 0 || this.#dropping) return;
    // A chunk belongs to the stream's own buffer; a part that waits is copied.
    this.#pending.push(Buffer.from(part));
    this.#pendingBytes += part.length;
    this.#dropping = this.#pendingBytes > 4 * LINE_LIMIT_BYTES;
  }

  #take(): string {
    const text = Buffer.concat(this.#pending).toString('utf8');
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#dropping = false;
    return text;
  }
}
