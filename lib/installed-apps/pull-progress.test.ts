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
    const meter = new PullMeter(2);
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
    const meter = new PullMeter(1);
    expect(meter.take(line('17', 'Pulling from library/postgres'))).toBe('Pulling from library/postgres');
    expect(meter.take(line('a', 'Pulling fs layer'))).toBeUndefined();
    expect(meter.take(line('a', 'Downloading', 1, 100))).toBeUndefined();
    expect(meter.take(line('a', 'Extracting', 1, 100))).toBeUndefined();
    expect(meter.take(line('a', 'Pull complete'))).toBe('a: Pull complete');
    expect(meter.take(line(undefined, 'Digest: sha256:abc'))).toBe('Digest: sha256:abc');
  });
});
