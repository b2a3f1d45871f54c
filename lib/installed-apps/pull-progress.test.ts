import { describe, expect, it } from 'vitest';
import { PullMeter } from './pull-progress';

const line = (layer: string | undefined, status: string, currentBytes?: number, totalBytes?: number) => ({
  layer,
  status,
  currentBytes,
  totalBytes,
});

describe('the progress of a pull', () => {
  it('counts bytes of layers over all images and never goes beyond the end', () => {
    const meter = new PullMeter(['postgres:17', 'miniflux:2']);
    meter.take(line('17', 'Pulling from library/postgres'));
    for (const layer of ['a', 'b']) meter.take(line(layer, 'Pulling fs layer'));
    expect(meter.percent()).toBe(0);
    meter.take(line('a', 'Downloading', 50, 100));
    expect(meter.percent()).toBe(12);
    meter.take(line('a', 'Download complete'));
    meter.take(line('b', 'Already exists'));
    expect(meter.percent()).toBe(50);
    meter.finishImage();
    expect(meter.percent()).toBe(50);
    meter.take(line('c', 'Downloading', 300, 100));
    expect(meter.percent()).toBe(100);
    meter.finishImage();
    expect(meter.percent()).toBe(100);
  });

  it('tells each layer once and leaves the counting bytes out of the log', () => {
    const meter = new PullMeter(['postgres:17']);
    expect(meter.take(line('17', 'Pulling from library/postgres'))).toBe('Pulling from library/postgres');
    expect(meter.take(line('a', 'Pulling fs layer'))).toBeUndefined();
    expect(meter.take(line('a', 'Downloading', 1, 100))).toBeUndefined();
    expect(meter.take(line('a', 'Extracting', 1, 100))).toBeUndefined();
    expect(meter.take(line('a', 'Pull complete'))).toBe('a: Pull complete');
    expect(meter.take(line(undefined, 'Digest: sha256:abc'))).toBe('Digest: sha256:abc');
  });

  it('says of each layer what happens with it, what moves first, and is bounded whatever an image consists of', () => {
    const meter = new PullMeter(['postgres:17', 'miniflux:2']);
    expect(meter.state().images.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    meter.take(line('a', 'Already exists'));
    meter.take(line('b', 'Pulling fs layer'));
    meter.take(line('c', 'Downloading', 10, 40));
    meter.take(line('d', 'Downloading', 5, 20));
    meter.take(line('d', 'Extracting', 1, 90));
    meter.take(line('e', 'Retrying in 5 seconds'));
    const { images, layers } = meter.state();
    expect(layers.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'c downloading',
      'e retrying',
      'd extracting',
      'b waiting',
      'a present',
    ]);
    expect(images[0]).toMatchObject({
      state: 'pulling',
      layers: 5,
      done: 1,
      present: 1,
      current: 30,
      total: 60,
    });
    for (let layer = 0; layer < 5_000; layer++) meter.take(line(`x${layer}`, 'Waiting'));
    const many = meter.state();
    expect(many.layers).toHaveLength(40);
    expect(many.layers[0]).toMatchObject({ id: 'c' });
    expect(many.layers.length + many.more).toBe(1_000);
    meter.finishImage();
    expect(meter.state()).toMatchObject({ layers: [], images: [{ state: 'done' }, { state: 'waiting' }] });
  });
});
