import type { StepStatus } from './states';

export type LineStream = 'event' | 'stdout' | 'stderr';
export type LineLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

/** One stored line of a job, as pages and streams show it. `seq` counts from 1 without gaps. */
export type LogLine = {
  seq: number;
  step: string;
  stream: LineStream;
  level: LineLevel;
  message: string;
  timestamp: string;
};

/** What a line store writes: also the state of the step at that moment and, on the row that closes a step, its facts. */
export type NewLine = LogLine & {
  status: StepStatus;
  output?: Record<string, unknown> | null;
  error?: { code: string; message: string; hint?: string } | null;
};

export const LINE_LIMIT_BYTES = 16 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what this removes.
const CONTROL = /\x1b\[[0-9;]{0,32}m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/**
 * Makes output safe to store and show: a progress line redrawn with carriage returns keeps its last state, colour codes
 * stay for the viewer to style, every other control byte becomes visible text, and the line is cut at 16 KiB.
 */
export function cleanLine(raw: string): string {
  const text = raw.slice(0, endOf(raw));
  const shown = text.slice(text.lastIndexOf('\r') + 1);
  const visible = shown.replace(CONTROL, (found) =>
    found.length > 1 ? found : `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  // Most lines are short, and no character takes more than three bytes per unit.
  if (visible.length * 3 <= LINE_LIMIT_BYTES) return visible;
  const bytes = Buffer.from(visible);
  if (bytes.length <= LINE_LIMIT_BYTES) return visible;
  // A character that the cut divides would come back as a replacement.
  const kept = bytes
    .subarray(0, LINE_LIMIT_BYTES)
    .toString('utf8')
    .replace(/\ufffd$/, '');
  return `${kept} [cut: the line is longer than ${LINE_LIMIT_BYTES / 1024} KiB]`;
}

/** Where the text ends without its last carriage returns. No pattern: one that is tried at each of 60,000 returns takes half a minute. */
function endOf(raw: string): number {
  let end = raw.length;
  while (raw[end - 1] === '\r') end -= 1;
  return end;
}
