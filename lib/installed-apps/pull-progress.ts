import 'server-only';
import type { PullProgress } from '@/lib/docker/engine-shapes';
import type { LayerState, PullImage, PullLayer, PullState } from '@/lib/docker/pull-state';

/** Said once per layer; bytes counting up would drown the log. */
const TOLD = new Set(['Pull complete', 'Already exists']);
const MOST_LAYERS = 40;
const MOST_TRACKED = 1_000;

const states: Record<string, LayerState> = {
  'Pulling fs layer': 'waiting',
  Waiting: 'waiting',
  Downloading: 'downloading',
  'Verifying Checksum': 'extracting',
  // Its turn to be unpacked comes later; nothing is left to load.
  'Download complete': 'extracting',
  Extracting: 'extracting',
  'Pull complete': 'done',
  'Already exists': 'present',
};

/** What deserves the first places: what moves, then what waits, then what is there. */
const order: LayerState[] = ['downloading', 'retrying', 'extracting', 'waiting', 'done', 'present'];

/** How far a pull of several images is, from the lines that the engine prints about layers. Images come in their order. */
export class PullMeter {
  readonly #images: PullImage[];
  #at = 0;
  #layers = new Map<string, PullLayer>();

  constructor(images: readonly string[]) {
    this.#images = images.map((image) => ({
      image,
      state: 'waiting',
      layers: 0,
      done: 0,
      present: 0,
      current: 0,
      total: 0,
    }));
  }

  /** Takes a line; returns what is worth telling people about it. */
  take({ layer, status, currentBytes, totalBytes }: PullProgress): string | undefined {
    const image = this.#images[this.#at];
    if (image) image.state = 'pulling';
    if (layer === undefined || status.startsWith('Pulling from')) return status === '' ? undefined : status;
    const known = this.#layers.get(layer);
    if (!known && this.#layers.size >= MOST_TRACKED) return undefined;
    const state = stateOf(status) ?? known?.state ?? 'waiting';
    const loads = status === 'Downloading';
    const total = loads ? (totalBytes ?? known?.total ?? 0) : (known?.total ?? 0);
    const loaded = loads ? (currentBytes ?? known?.current ?? 0) : (known?.current ?? 0);
    const current = state === 'extracting' || state === 'done' ? total : Math.min(loaded, total);
    this.#layers.set(layer, { id: layer, state, current, total });
    return TOLD.has(status) || state === 'retrying' ? `${layer}: ${status}` : undefined;
  }

  /** The image at hand is there. */
  finishImage(): void {
    const image = this.#images[this.#at];
    if (image) Object.assign(image, this.#counted(), { state: 'done' });
    this.#at += 1;
    this.#layers = new Map();
  }

  /** How it stands, for people: bounded whatever an image consists of. */
  state(): PullState {
    const counted = this.#counted();
    const images = this.#images.map((image, index) =>
      index === this.#at ? { ...image, ...counted } : { ...image },
    );
    const layers = [...this.#layers.values()].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
    return { images, layers: layers.slice(0, MOST_LAYERS), more: Math.max(0, layers.length - MOST_LAYERS) };
  }

  /** 0–100 over all images; a layer counts by its bytes, or as one part while nobody knows them. */
  percent(): number {
    if (this.#images.length === 0) return 100;
    const parts = [...this.#layers.values()].map(({ state, current, total }) => {
      if (state === 'done' || state === 'present' || state === 'extracting') return 1;
      return total > 0 ? current / total : 0;
    });
    const share = parts.length === 0 ? 0 : parts.reduce((sum, part) => sum + part, 0) / parts.length;
    return Math.floor(((this.#at + share) / this.#images.length) * 100);
  }

  #counted(): Pick<PullImage, 'layers' | 'done' | 'present' | 'current' | 'total'> {
    const layers = [...this.#layers.values()];
    const count = (...wanted: LayerState[]) => layers.filter(({ state }) => wanted.includes(state)).length;
    return {
      layers: layers.length,
      done: count('done', 'present'),
      present: count('present'),
      current: layers.reduce((sum, layer) => sum + layer.current, 0),
      total: layers.reduce((sum, layer) => sum + layer.total, 0),
    };
  }
}

function stateOf(status: string): LayerState | undefined {
  return status.startsWith('Retrying') ? 'retrying' : states[status];
}
