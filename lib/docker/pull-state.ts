/** What happens with one layer of an image, as far as the engine tells. */
export type LayerState = 'waiting' | 'downloading' | 'extracting' | 'done' | 'present' | 'retrying';

export type PullLayer = {
  id: string;
  state: LayerState;
  /** Bytes downloaded, and of how many; 0 while nobody knows. */
  current: number;
  total: number;
};

/** One image on its way to a server. */
export type PullImage = {
  image: string;
  state: 'waiting' | 'pulling' | 'done';
  /** Layers by count: of all, those that are there now, and those that were there before. */
  layers: number;
  done: number;
  present: number;
  /** Bytes of the layers whose size is known. */
  current: number;
  total: number;
};

/** A pull of several images at one moment. Bounded: only the image at hand tells its layers, and at most forty of them. */
export type PullState = { images: PullImage[]; layers: PullLayer[]; more: number };
