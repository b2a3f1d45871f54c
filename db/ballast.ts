import 'server-only';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { open, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { env } from '@/lib/runtime/env';
import { messageOf } from '@/lib/runtime/errors';
import { singleton } from '@/lib/runtime/singleton';

const MIB = 1024 * 1024;
const BALLAST_BYTES = 64 * MIB;
// As much again must stay free beside it: a reserve that fills the disk would be the reason why it is needed.
const ROOM_BYTES = 2 * BALLAST_BYTES;
const LOOK_EVERY_MS = 2_000;

export type BallastEvents = {
  /** The disk is full and the reserve was given up. */
  onSpent(): void;
  /** There is room again and the reserve lies there as before. */
  onBack(): void;
  /** There is no reserve, and why. */
  onMissing(why: string): void;
};

type State = { spent: boolean; events: BallastEvents | undefined; bytes: number; roomBytes: number };

const state = () =>
  singleton<State>('ballast', () => ({
    spent: false,
    events: undefined,
    bytes: BALLAST_BYTES,
    roomBytes: ROOM_BYTES,
  }));

/**
 * Keeps 64 MiB of the disk for the moment when it is full: on a full disk even DELETE fails. Lays the reserve in beside the
 * database, and again as soon as there is room after it was spent. `bytes` and `roomBytes` are for tests on small disks.
 */
export async function keepBallast(
  events: BallastEvents,
  { bytes = BALLAST_BYTES, roomBytes = ROOM_BYTES }: { bytes?: number; roomBytes?: number } = {},
): Promise<{ stop(): Promise<void> }> {
  Object.assign(state(), { events, bytes, roomBytes });
  let laying: Promise<void> | undefined;
  const look = async () => {
    const trouble = existsSync(ballastFile()) ? undefined : await layIn();
    if (trouble !== undefined) return trouble;
    if (state().spent) events.onBack();
    state().spent = false;
    return undefined;
  };
  const missing = await look();
  if (missing !== undefined) events.onMissing(missing);
  const timer = setInterval(() => {
    if (!state().spent || laying) return;
    laying = look()
      .then(() => undefined)
      .finally(() => {
        laying = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await laying;
      state().events = undefined;
    },
  };
}

/** Whether the disk was full and there has been no room since: then nothing may be written that can be done without. */
export function isBallastSpent(): boolean {
  return state().spent;
}

/** Gives the reserve up; false when there is none. What is written now is what it was for. */
export function spendBallast(): boolean {
  if (!existsSync(ballastFile())) return false;
  rmSync(ballastFile());
  state().spent = true;
  state().events?.onSpent();
  return true;
}

/** Undefined when it lies there now, otherwise why not. */
async function layIn(): Promise<string | undefined> {
  const { bytes, roomBytes } = state();
  const unfinished = `${ballastFile()}.new`;
  try {
    const { bavail, bsize } = await statfs(env().dataDir);
    if (bavail * bsize < roomBytes)
      return `${Math.floor((bavail * bsize) / MIB)} MiB are free, ${Math.ceil(roomBytes / MIB)} MiB are needed.`;
    const file = await open(unfinished, 'w', 0o600);
    try {
      // Zeros would take no room on a disk that compresses.
      const chunk = randomBytes(Math.min(bytes, MIB));
      for (let written = 0; written < bytes; written += chunk.length) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, ballastFile());
    return undefined;
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    return messageOf(error);
  }
}

function ballastFile(): string {
  return path.join(env().dataDir, 'ballast');
}
