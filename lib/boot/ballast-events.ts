import 'server-only';
import type { BallastEvents } from '@/db/ballast';
import { logCritical, logWarning } from '@/lib/log/logger';
import { env } from '@/lib/runtime/env';

/** What becomes of the reserve of the disk, in the system log. */
export const ballastEvents: BallastEvents = {
  onSpent: () =>
    logCritical(
      'system',
      'The disk is full: the reserve was given up, so that changes and the audit log can still be saved',
      new Error(
        `No room on the disk of ${env().dataDir}. Until there is, output of jobs and metrics are not kept.`,
      ),
    ),
  onBack: () =>
    logWarning('system', 'The disk has room again: everything is kept, and the reserve lies there'),
  onMissing: (why) => logWarning('system', 'There is no reserve for a full disk', { why }),
};
