import { life } from '@/lib/runtime/life';

/** Requests can be answered in full: the database is writable and migrated, the keys are there, nobody asked to stop. */
export async function GET(): Promise<Response> {
  const ready = await life().isReady();
  return new Response(ready ? 'ready' : 'not ready', {
    status: ready ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
