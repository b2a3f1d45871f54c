import 'server-only';
import type { PullProgress } from '@/lib/docker/engine-shapes';

const DONE = new Set(['Pull complete', 'Already exists', 'Download complete']);
/** Said once per layer; bytes counting up would drown the log. */
const TOLD = new Set(['Pull complete', 'Already exists', 'Retrying']);

/** How far a pull of several images is, from the lines that the engine prints about layers. */
export class PullMeter {
  readonly #images: number;
  #finished = 0;
  #layers = new Map<string, { current: number; total: number; done: boolean }>();

  constructor(images: number) {
    this.#images = images;
  }

  /** Takes a line; returns what is worth telling people about it. */
  take({ layer, status, currentBytes, totalBytes }: PullProgress): string | undefined {
    if (layer === undefined || status.startsWith('Pulling from')) return status === '' ? undefined : status;
    const known = this.#layers.get(layer) ?? { current: 0, total: 0, done: false };
    const downloading = status === 'Downloading';
    this.#layers.set(layer, {
      current: downloading ? (currentBytes ?? known.current) : known.current,
      total: downloading ? (totalBytes ?? known.total) : known.total,
      done: known.done || DONE.has(status),
    });
    return TOLD.has(status) ? `${layer}: ${status}` : undefined;
  }

  /** The image at hand is there. */
  finishImage(): void {
    this.#finished += 1;
    this.#layers = new Map();
  }

  /** 0–100 over all images; a layer counts by its bytes, or as one part while nobody knows them. */
  percent(): number {
    if (this.#images === 0) return 100;
    const layers = [...this.#layers.values()];
    const parts = layers.map(({ current, total, done }) =>
      done ? 1 : total > 0 ? Math.min(1, current / total) : 0,
    );
    const share = parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part, 0) / parts.length;
    return Math.floor(((this.#finished + share) / this.#images) * 100);
  }
}
