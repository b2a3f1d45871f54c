import 'server-only';
import { defineLoader } from '@/lib/procedures/loader';

/** The person who looks, as the shell shows them. */
export const loadViewer = defineLoader('profile.manage', async (actor) => ({
  name: actor.displayName,
  role: actor.role,
}));
