import { LockOpen } from 'lucide-react';
import { headers } from 'next/headers';
import { shellMessages } from './messages';
import { Strip } from './strip';

/** One line above everything while passwords travel in the clear. Loopback stays on this machine and needs none. */
export async function HttpStrip() {
  const sent = await headers();
  const host = (sent.get('host') ?? '').replace(/:\d+$/, '');
  const local = host === 'localhost' || host === '[::1]' || /^127\./.test(host);
  if (local || sent.get('x-forwarded-proto') === 'https') return null;
  return (
    <Strip
      label={shellMessages.connectionNotice}
      icon={<LockOpen aria-hidden="true" className="max-sm:hidden" />}
      title={shellMessages.notEncrypted}
      hint={shellMessages.notEncryptedHint}
    />
  );
}
