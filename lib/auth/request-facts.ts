import 'server-only';
import { headers } from 'next/headers';

/** Where a request came from, as the ledger and the log remember it. */
export type RequestFacts = { requestId: string | null; clientIp: string | null; userAgent: string | null };

/** The same of a request that opens a session. */
export type ArrivalFacts = RequestFacts & { originProofHash?: string | null };

/** What the front and the browser say about this request. Only the front can set `x-tomo-*`. */
export async function requestFacts(): Promise<RequestFacts> {
  const all = await headers();
  return {
    requestId: all.get('x-tomo-request-id'),
    clientIp: all.get('x-tomo-client-ip'),
    userAgent: all.get('user-agent')?.slice(0, 300) ?? null,
  };
}
