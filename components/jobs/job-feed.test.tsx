// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogLine } from '@/lib/jobs/line';
import type { JobStateView } from '@/lib/jobs/views';
import { useJobFeed } from './job-feed';

class Wire extends EventTarget {
  static readonly CLOSED = 2;
  static made: Wire[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    Wire.made.push(this);
  }

  close(): void {
    this.readyState = Wire.CLOSED;
  }

  tell(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

const line = (seq: number): LogLine => ({
  seq,
  step: 'one',
  stream: 'stdout',
  level: 'INFO',
  message: `line ${seq}`,
  timestamp: '2026-03-01T12:00:00.000Z',
});
const running = { status: 'running' } as JobStateView;

function View({ lines }: { lines: LogLine[] }) {
  const feed = useJobFeed(
    { jobId: 'j', lines, hasEarlier: false, steps: [], state: running, withLines: true },
    () => {},
  );
  return (
    <p>
      {feed.lines.map(({ seq }) => seq).join(' ')}
      {feed.earlier === 'none' ? '' : ` ${feed.earlier}`}
      {feed.loadEarlier && <button type="button" onClick={feed.loadEarlier} />}
    </p>
  );
}

describe('the live view of a job', () => {
  let root: Root;
  const show = (count: number) =>
    act(() => root.render(<View lines={Array.from({ length: count }, (_, index) => line(index + 1))} />));
  const open = () => Wire.made.filter((wire) => wire.readyState !== Wire.CLOSED);
  const say = async (type: string, ...all: unknown[]) =>
    act(async () => {
      for (const data of all) open()[0]?.tell(type, data);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    });

  beforeEach(() => {
    Wire.made = [];
    vi.stubGlobal('EventSource', Wire);
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    root = createRoot(document.body.appendChild(document.createElement('div')));
  });
  afterEach(() => {
    act(() => root.unmount());
    document.body.replaceChildren();
    vi.unstubAllGlobals();
  });

  it('keeps its connection and every line while the page around it is rendered anew', async () => {
    await show(2);
    await say('line', line(3));
    await show(6);
    expect(Wire.made).toHaveLength(1);
    await say('line', line(4), line(5), line(6), line(7));
    expect(document.body.textContent).toBe('1 2 3 4 5 6 7');
  });

  it('goes on with the newest lines when more come than it can show, and can read the others again', async () => {
    vi.stubGlobal('fetch', async (url: string) => {
      expect(url).toBe('/api/v1/jobs/j?before=9001');
      const lines = Array.from({ length: 500 }, (_, index) => line(8_501 + index));
      return Response.json({ lines, log: { hasEarlier: true } });
    });
    await show(2);
    expect(Wire.made[0]?.url).toContain('after=2&window=5000');
    await say('line', line(3));
    await say('skip', { to: 9_000 });
    await say('line', line(9_001), line(9_002));
    expect(document.body.textContent).toBe('9001 9002 there');
    await act(async () => document.querySelector('button')?.click());
    await act(() => new Promise((resolve) => setTimeout(resolve, 20)));
    const shown = document.body.textContent?.split(' ') ?? [];
    expect([shown.length, shown[0], shown.at(-2), shown.at(-1)]).toEqual([503, '8501', '9002', 'there']);
  });

  it('never keeps more than 5,000 lines', async () => {
    await show(2);
    await say('line', ...Array.from({ length: 7_000 }, (_, index) => line(3 + index)));
    const shown = document.body.textContent?.split(' ') ?? [];
    expect([shown.length, shown[0], shown.at(-2)]).toEqual([5_001, '2003', '7002']);
    expect(document.querySelector('button')).toBeNull();
  });

  it('never holds two connections, and none when it is left', async () => {
    await show(2);
    open()[0]?.close();
    await act(async () => Wire.made[0]?.dispatchEvent(new Event('error')));
    await act(async () => document.dispatchEvent(new Event('visibilitychange')));
    expect(open()).toHaveLength(1);
    await act(() => new Promise((resolve) => setTimeout(resolve, 1_200)));
    expect(Wire.made).toHaveLength(2);
    expect(open()).toHaveLength(1);
    act(() => root.unmount());
    expect(open()).toHaveLength(0);
    root = createRoot(document.body);
  });
});
