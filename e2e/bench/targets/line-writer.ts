import { setTimeout as sleep } from 'node:timers/promises';
import { there } from './lab-server';

const SILENCE_MS = 30_000;

/** Where the writers of the target look for their orders; in memory. */
const HOME = '/run/tomo-bench';

/**
 * Prints lines when it is told to, each with the time at which it was printed: `bench TURN NUMBER NANOSECONDS`, of the
 * monotonic clock, which the lab's servers share with this machine. `go-TURN` in its folder holds how many and how many per
 * second; `stop` ends it.
 */
const WRITER = `use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC sleep);
my $folder = shift; my $turn = 0; $| = 1;
until (-e "$folder/stop") {
  unless (-s "$folder/go-$turn") { sleep 0.02; next }
  open my $order, '<', "$folder/go-$turn"; my ($count, $rate) = split ' ', <$order>; close $order;
  my $at = clock_gettime(CLOCK_MONOTONIC);
  for my $number (1 .. $count) {
    $at += 1 / $rate; my $rest = $at - clock_gettime(CLOCK_MONOTONIC); sleep $rest if $rest > 0;
    printf "bench %d %d %d\\n", $turn, $number, clock_gettime(CLOCK_MONOTONIC) * 1e9;
  }
  $turn++;
}
`;

/** A writer called `name`, not running yet. */
export type LineWriter = {
  /** The command that runs it. */
  command: string;
  /** Lets it print `count` lines at `rate` per second. Returns the number of the turn. */
  go(count: number, rate: number): Promise<number>;
  stop(): Promise<void>;
};

export async function placeWriter(name: string): Promise<LineWriter> {
  const folder = `${HOME}/${name}`;
  await there(`rm -rf ${folder} && mkdir -p ${folder} && cat > ${HOME}/writer.pl <<'EOF'\n${WRITER}EOF`);
  let turn = -1;
  return {
    command: `perl ${HOME}/writer.pl ${folder}`,
    async go(count, rate) {
      turn += 1;
      await there(`echo ${count} ${rate} > ${folder}/new && mv ${folder}/new ${folder}/go-${turn}`);
      return turn;
    },
    async stop() {
      await there(`: > ${folder}/stop`);
    },
  };
}

/** Collects lines of one turn with how late each is, in milliseconds. */
export class Arrivals {
  #turn = -1;
  #late: number[] = [];
  #wanted = 0;
  #done: () => void = () => {};

  /** Takes a text that may be a line of a writer, at the moment `atNs` of the monotonic clock. */
  take(text: string, atNs: number): void {
    const [, turn, , printedNs] = /^bench (\d+) (\d+) (\d+)$/.exec(text) ?? [];
    if (Number(turn) !== this.#turn || printedNs === undefined) return;
    this.#late.push((atNs - Number(printedNs)) / 1e6);
    if (this.#late.length === this.#wanted) this.#done();
  }

  /** Lets a writer print and resolves with the lateness of every line that came, when all have or time is up. */
  async of(writer: LineWriter, count: number, rate: number): Promise<number[]> {
    this.#late = [];
    this.#wanted = count;
    const all = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#turn += 1;
    await writer.go(count, rate);
    // Late is not lost: only when nothing has come for a while is the rest given up.
    let seen = -1;
    while (seen !== this.#late.length) {
      seen = this.#late.length;
      if (await Promise.race([all.then(() => true), sleep(SILENCE_MS, false, { ref: false })])) break;
    }
    return this.#late;
  }
}

export const nowNs = () => Number(process.hrtime.bigint());
