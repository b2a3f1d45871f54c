import 'server-only';
import { clockOffsetSeconds, type ServerFacts } from '../facts/facts';
import { factsScript } from '../facts/facts-script';
import { parseFacts } from '../facts/parse-facts';
import type { ServerLink } from '../link';

// The script cuts each part at 192 KiB; an answer that is kept in memory needs an end of its own.
const MOST_BYTES = 8 * 1024 * 1024;

export type ObservedFacts = ServerFacts & { clockOffsetSeconds: number };

/** Asks a server everything Tomo shows about it, as root (only root sees who owns a port), in one round trip. */
export async function readFacts(
  link: ServerLink,
  signal?: AbortSignal,
  { updates = true }: { updates?: boolean } = {},
): Promise<ObservedFacts> {
  const sentAt = Date.now();
  const chunks: Buffer[] = [];
  let answeredAt = 0;
  await link.root({
    script: factsScript,
    args: { updates_too: updates ? 'yes' : 'no' },
    // The script stops asking after 40 s and no question takes longer than 20.
    timeoutMs: 75_000,
    maxBytes: MOST_BYTES,
    signal,
    // Taken as it comes, because the clock is judged by when the answer began.
    onStdout: (chunk) => {
      answeredAt ||= Date.now();
      chunks.push(chunk);
    },
  });
  const facts = parseFacts(Buffer.concat(chunks).toString('utf8'));
  return {
    ...facts,
    clockOffsetSeconds: Math.round(clockOffsetSeconds(facts, sentAt, answeredAt || sentAt)),
  };
}
