import 'server-only';
import { seriesColumns } from '@/db/metrics/queries';
import type { MetricPoint } from './points';

const columns = seriesColumns satisfies readonly (keyof MetricPoint)[];

const WIDTH = columns.length;

/**
 * The newest points of one server, in order of time, in one flat block of numbers: 168 bytes a point, nothing for the
 * garbage collector to walk. It grows as needed up to what `keepSeconds` and the pace of samples ask for.
 */
export class MetricRing {
  #numbers = new Float64Array(WIDTH * 32);
  #start = 0;
  #length = 0;

  /** Adds the newest point and forgets those that began more than `keepSeconds` before it. */
  push(point: MetricPoint, keepSeconds: number): void {
    while (this.#length > 0 && this.#at(0) < point.at - keepSeconds) {
      this.#start = (this.#start + 1) % this.#capacity();
      this.#length -= 1;
    }
    if (this.#length === this.#capacity()) this.#grow();
    const offset = this.#offset(this.#length);
    for (const [index, column] of columns.entries())
      this.#numbers[offset + index] = point[column] ?? Number.NaN;
    this.#length += 1;
  }

  /** Start of the oldest point in seconds since 1970; null while there is none. */
  oldest(): number | null {
    return this.#length > 0 ? this.#at(0) : null;
  }

  newest(): MetricPoint | null {
    return this.#length > 0 ? this.#point(this.#length - 1) : null;
  }

  /** The points that began at `from` (seconds since 1970) or later. */
  since(from: number): MetricPoint[] {
    const found: MetricPoint[] = [];
    for (let index = this.#length - 1; index >= 0 && this.#at(index) >= from; index--)
      found.push(this.#point(index));
    return found.reverse();
  }

  #point(index: number): MetricPoint {
    const offset = this.#offset(index);
    const entries = columns.map((column, place) => {
      const value = this.#numbers[offset + place] as number;
      return [column, Number.isNaN(value) ? null : value];
    });
    return Object.fromEntries(entries) as MetricPoint;
  }

  #at(index: number): number {
    return this.#numbers[this.#offset(index)] as number;
  }

  #offset(index: number): number {
    return ((this.#start + index) % this.#capacity()) * WIDTH;
  }

  #capacity(): number {
    return this.#numbers.length / WIDTH;
  }

  #grow(): void {
    const larger = new Float64Array(this.#numbers.length * 2);
    const first = this.#numbers.subarray(this.#start * WIDTH);
    larger.set(first);
    larger.set(this.#numbers.subarray(0, this.#start * WIDTH), first.length);
    this.#numbers = larger;
    this.#start = 0;
  }
}
