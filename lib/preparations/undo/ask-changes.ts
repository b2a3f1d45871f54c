import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { type Change, parseChanges } from '../changes/change';
import type { Situation } from '../graph/situation';

const listChanges = remoteScript(
  'list-changes',
  'if [ -e /var/lib/tomo/changes ]; then cat /var/lib/tomo/changes; fi\n',
);

/** What Tomo changed on the server and has not undone yet, the newest first. */
export async function askChanges(situation: Situation): Promise<Change[]> {
  return parseChanges(await situation.ask(listChanges)).reverse();
}
