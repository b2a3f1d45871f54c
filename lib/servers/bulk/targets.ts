import { z } from 'zod';
import { GROUP_LIMIT } from '@/lib/jobs/group';

/** The servers of one act on many. */
export const targetsInput = z
  .array(z.uuid())
  .min(1, 'Choose at least one server')
  .max(GROUP_LIMIT, `At most ${GROUP_LIMIT} servers at once`);
