import 'server-only';
import { singleton } from '@/lib/runtime/singleton';

/**
 * Ends the live views of a person whose access has changed. Browsers come back by themselves within seconds: who still may
 * goes on where the view ended, who may not is refused. The doors keep the list under the same name.
 */
export function closeStreamsOf(userId: string): void {
  const streams = singleton('streams', () => new Set<{ userId: string; close(): void }>());
  for (const stream of [...streams]) if (stream.userId === userId) stream.close();
}
