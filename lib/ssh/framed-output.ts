import 'server-only';

const MAX_NOISE = 64 * 1024;

/**
 * Takes the output of one script apart: drops what login files print before the begin mark, passes the rest on at once, and
 * holds back only what may be the end mark, which counts as the very last thing alone. Give no `end` for streams that have none (stderr).
 */
export class FramedOutput {
  /** The shell's process id, known once the begin mark was seen. */
  pid: number | undefined;
  began = false;
  #noise: Buffer = Buffer.alloc(0);
  #held: Buffer = Buffer.alloc(0);
  readonly #begin: Buffer;
  readonly #end: Buffer;

  constructor(begin: string, end?: string) {
    this.#begin = Buffer.from(begin);
    this.#end = end === undefined ? Buffer.alloc(0) : Buffer.from(`${end}\n`);
  }

  /** Adds bytes from the wire; returns those that are certainly output of the script (possibly none). */
  push(chunk: Buffer): Buffer {
    const body = this.began ? chunk : this.#searchBegin(chunk);
    if (this.#end.length === 0) return body;
    const all = this.#held.length === 0 ? body : Buffer.concat([this.#held, body]);
    const sure = all.length - this.#endingOf(all);
    this.#held = all.subarray(sure);
    return all.subarray(0, sure);
  }

  /** What was held back: nothing more comes. `ended` says that the script ran to its end. */
  finish(): { ended: boolean; rest: Buffer } {
    const ended = this.#end.length > 0 && this.#held.equals(this.#end);
    return { ended, rest: ended ? Buffer.alloc(0) : this.#held };
  }

  /** What came before the begin mark: when there is none, this is all the server said. At most 64 KiB. */
  noise(): string {
    return this.#noise.toString('utf8');
  }

  // How many of the last bytes may be the beginning of the end mark. A line must never wait for the next one.
  #endingOf(bytes: Buffer): number {
    for (let length = Math.min(bytes.length, this.#end.length); length > 0; length -= 1) {
      if (bytes.subarray(bytes.length - length).equals(this.#end.subarray(0, length))) return length;
    }
    return 0;
  }

  #searchBegin(chunk: Buffer): Buffer {
    const all = Buffer.concat([this.#noise, chunk]);
    const at = all.indexOf(this.#begin);
    const lineEnd = at < 0 ? -1 : all.indexOf(10, at);
    if (lineEnd < 0) {
      this.#noise = all.subarray(Math.max(0, all.length - MAX_NOISE));
      return Buffer.alloc(0);
    }
    this.began = true;
    this.#noise = all.subarray(0, at);
    this.pid = Number(all.toString('latin1', at + this.#begin.length, lineEnd)) || undefined;
    return all.subarray(lineEnd + 1);
  }
}
