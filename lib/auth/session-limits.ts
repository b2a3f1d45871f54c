import 'server-only';
import { readSetting } from '@/lib/settings/read';

/** How long a session may rest before it lets nobody in, in milliseconds, by the setting of this moment. */
export function idleMs(): number {
  return readSetting('security.session_idle_minutes') * 60_000;
}
