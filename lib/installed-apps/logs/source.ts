import 'server-only';
import type { ContainerSummary } from '@/lib/docker/container-shapes';
import type { DockerEngine } from '@/lib/docker/engine';
import { monotonicMs, sleep } from '@/lib/runtime/clock';
import { singleton } from '@/lib/runtime/singleton';
import type { LogEntry, LogState } from './entry';
import { findContainer } from './find-container';
import { logLink } from './log-link';
import { redactorOf } from './read-log';
import { StampedLines } from './stamped-lines';
import { logSubject } from './subject';
import { ended, missing, troubleOf } from './trouble';

/** Lines that a source hands on in one second; what is more is counted, not shown: nobody could read it. */
const LINES_PER_SECOND = 2_000;
/** Of those that were too many, how many of the latest follow in the next second: people look for the end of an outburst. */
const LATE_LINES = 500;
/** Bytes read in one second. A container that writes more is read later, as far as its engine keeps it. */
const BYTES_PER_SECOND = 4 * 2 ** 20;
/** How often a container that does not run is looked for, and one whose server does not answer. */
const LOOK_EVERY_MS = 3_000;
/** Read again at the begin, so that no line falls between what was read before and what is followed. */
const OVERLAP_LINES = 50;

/** Who watches a source. `skipped` counts lines that were too many. */
export type LogViewer = {
  lines(lines: readonly LogEntry[], skipped: number): void;
  state(state: LogState): void;
};

/**
 * The live log of one service: one channel to its engine, whoever watches. Begins with the first viewer and ends at once with
 * the last; goes on with the next container when the service is restarted.
 */
class LogSource {
  readonly #viewers = new Set<LogViewer>();
  readonly #stop = new AbortController();
  #state: LogState;
  /** Time of the last line that was handed on, in the engine's own words. */
  #last: string | undefined;
  #late: LogEntry[] = [];
  #skipped = 0;
  #release: NodeJS.Timeout | undefined;
  /** Resolves when the engine has begun to send, or when it is known that it will not. */
  readonly #opened: Promise<void>;
  #settle = () => {};

  constructor(
    private readonly appId: string,
    private readonly service: string,
    private readonly onEmpty: () => void,
  ) {
    this.#state = { service, phase: 'opening' };
    this.#opened = new Promise((resolve) => {
      this.#settle = resolve;
    });
    void this.#run();
  }

  /** Adds a viewer and tells it the state. Once `ready` has resolved, every further line reaches it. */
  join(viewer: LogViewer): { ready: Promise<void>; leave: () => void } {
    this.#viewers.add(viewer);
    viewer.state(this.#state);
    const leave = () => {
      if (!this.#viewers.delete(viewer) || this.#viewers.size > 0) return;
      this.#stop.abort();
      this.#settle();
      this.onEmpty();
    };
    return { ready: this.#opened, leave };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const subject = await logSubject(this.appId);
        await logLink(subject.appId, subject.serverId).use(async (engine, link) => {
          const redact = redactorOf(subject, link.secrets);
          const container = await findContainer(engine, this.appId, this.service, signal);
          if (!container) this.#tell(missing(this.service));
          else if (!isUp(container)) this.#tell(ended(this.service, container.status));
          else await this.#follow(engine, container, redact);
        });
      } catch (error) {
        if (!signal.aborted) this.#tell(troubleOf(this.service, error));
      }
      this.#settle();
      await sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Follows a container to its end. */
  async #follow(
    engine: DockerEngine,
    container: ContainerSummary,
    redact: (text: string) => string,
  ): Promise<void> {
    const { signal } = this.#stop;
    const since = this.#last;
    const { terminal } = await engine.inspectContainer(container.id, { signal });
    const assembler = new StampedLines(this.service, redact);
    const pace = new Pace();
    const frames = engine.containerLogs(container.id, {
      follow: true,
      timestamps: true,
      // What came while nobody looked at this container is told as well when it is taken up again.
      ...(since === undefined ? { tail: OVERLAP_LINES } : { since: Date.parse(since) / 1000 }),
      signal,
      onOpen: () => {
        this.#tell({ service: this.service, phase: 'live', terminal });
        this.#settle();
      },
    });
    try {
      for await (const frame of frames) {
        const lines = assembler.push(frame).filter(({ at }) => since === undefined || at > since);
        this.#hand(lines, pace);
        await pace.read(frame.chunk.length, signal);
      }
      this.#hand(assembler.end(), pace);
    } finally {
      this.#handLate(pace);
    }
  }

  #hand(lines: readonly LogEntry[], pace: Pace): void {
    if (lines.length === 0) return;
    this.#last = lines.at(-1)?.at || this.#last;
    const shown = this.#late.length > 0 ? [] : lines.slice(0, pace.take(lines.length));
    if (shown.length > 0) for (const viewer of this.#viewers) viewer.lines(shown, 0);
    if (shown.length < lines.length) this.#hold(lines.slice(shown.length), pace);
  }

  #hold(lines: readonly LogEntry[], pace: Pace): void {
    this.#late.push(...lines);
    this.#skipped += this.#late.splice(0, Math.max(0, this.#late.length - LATE_LINES)).length;
    this.#release ??= setTimeout(() => this.#handLate(pace), untilNextSecond());
  }

  #handLate(pace: Pace): void {
    clearTimeout(this.#release);
    this.#release = undefined;
    const [late, skipped] = [this.#late, this.#skipped];
    [this.#late, this.#skipped] = [[], 0];
    if (late.length === 0) return;
    pace.take(late.length);
    for (const viewer of this.#viewers) viewer.lines(late, skipped);
  }

  #tell(state: LogState): void {
    const { phase, message } = this.#state;
    if (phase === state.phase && message === state.message) return;
    this.#state = state;
    for (const viewer of this.#viewers) viewer.state(state);
  }
}

/** What a source may read and hand on within the second that runs. */
class Pace {
  #second = 0;
  #lines = 0;
  #bytes = 0;

  /** How many of `count` lines may be handed on. */
  take(count: number): number {
    this.#turn();
    const room = Math.max(0, LINES_PER_SECOND - this.#lines);
    this.#lines += count;
    return Math.min(room, count);
  }

  /** Counts bytes; waits for the next second when this one is full, so that the connection holds the writer back. */
  async read(bytes: number, signal: AbortSignal): Promise<void> {
    this.#turn();
    this.#bytes += bytes;
    if (this.#bytes >= BYTES_PER_SECOND) await sleep(untilNextSecond(), signal);
  }

  #turn(): void {
    const second = Math.floor(monotonicMs() / 1_000);
    if (second === this.#second) return;
    this.#second = second;
    this.#lines = 0;
    this.#bytes = 0;
  }
}

const untilNextSecond = () => 1_000 - (monotonicMs() % 1_000);

function isUp({ state }: ContainerSummary): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused';
}

/** The live log of a service of an app. */
export function logSource(appId: string, service: string): LogSource {
  const sources = singleton('apps.log-sources', () => new Map<string, LogSource>());
  const key = `${appId} ${service}`;
  const known = sources.get(key) ?? new LogSource(appId, service, () => sources.delete(key));
  sources.set(key, known);
  return known;
}
