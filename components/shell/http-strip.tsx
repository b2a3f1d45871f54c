import { LockOpen } from 'lucide-react';
import { headers } from 'next/headers';
import { shellMessages } from './messages';

/** One line above everything while passwords travel in the clear. Loopback stays on this machine and needs none. */
export async function HttpStrip() {
  const sent = await headers();
  const host = (sent.get('host') ?? '').replace(/:\d+$/, '');
  const local = host === 'localhost' || host === '[::1]' || /^127\./.test(host);
  if (local || sent.get('x-forwarded-proto') === 'https') return null;
  return (
    <section
      aria-label={shellMessages.connectionNotice}
      className="flex min-h-8 flex-wrap items-center justify-center gap-x-2 bg-warning-soft px-4 py-1.5 text-center text-table text-warning"
    >
      <LockOpen aria-hidden="true" className="max-sm:hidden" />
      <span className="font-medium">{shellMessages.notEncrypted}</span>
      <span className="max-sm:hidden">{shellMessages.notEncryptedHint}</span>
    </section>
  );
}
