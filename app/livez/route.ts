/** The process lives and its loop turns. Says nothing about other machines: a restart must not depend on them. */
export function GET(): Response {
  return new Response('ok', { headers: { 'cache-control': 'no-store' } });
}
