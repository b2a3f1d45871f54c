import 'server-only';
import { containerIntervals } from './container-rates';
import { containerRow } from './container-row';
import type { ContainerSample } from './control-groups';
import { liveServer } from './live';
import type { Outbox } from './outbox';

/** What the samples of the containers of one server add up to: newest numbers, and one row per container and minute. */
export class ContainerMeasurements {
  readonly #serverId: string;
  readonly #outbox: Outbox;
  #before: ContainerSample | null = null;

  constructor(serverId: string, outbox: Outbox) {
    this.#serverId = serverId;
    this.#outbox = outbox;
  }

  /**
   * Takes a sample that ended at `endedAt` (seconds since 1970). Only containers that the engine lists
   * count: a control group may belong to another engine, to a server inside this one, or to the machine around it.
   */
  take(sample: ContainerSample | null, endedAt: number): void {
    const before = this.#before;
    this.#before = sample;
    const { containers } = liveServer(this.#serverId);
    const { inventory } = containers;
    containers.latest = new Map();
    if (!sample || !before || inventory.kind !== 'seen') return;
    for (const [id, interval] of containerIntervals(before, sample)) {
      const listed = inventory.containers.get(id);
      if (!listed) continue;
      if (!listed.hasOwnNetwork) interval.networkRxBytes = interval.networkTxBytes = null;
      const measured = { interval, endedAt };
      containers.latest.set(id, measured);
      const open = containers.open.get(id);
      containers.open.set(id, { container: listed, members: [...(open?.members ?? []), measured] });
    }
  }

  /** The container was started again: its counters began anew, even where they do not show it. */
  began(containerId: string): void {
    this.#before?.counters.delete(containerId);
  }

  /** The minute is over: the open rows go out. */
  endRows(): void {
    const { open, unsent } = liveServer(this.#serverId).containers;
    const rows = [...open.values()].flatMap(
      ({ container, members }) => containerRow(this.#serverId, container, members) ?? [],
    );
    open.clear();
    for (const row of rows) unsent.add(row);
    this.#outbox.containerRows(rows);
  }

  /** What comes next does not adjoin what was. */
  cut(): void {
    this.#before = null;
    this.endRows();
  }
}
