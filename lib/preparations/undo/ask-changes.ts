import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { type Change, parseChanges } from '../changes/change';
import type { Situation } from '../graph/situation';

const listChanges = remoteScript(
  'list-changes',
  'if [ -e /var/lib/tomo/changes ]; then cat /var/lib/tomo/changes; fi\n',
);

/** What Tomo changed on the server and has not undone yet, the newest first; without what it signs in with. */
export async function askChanges(situation: Situation): Promise<Change[]> {
  const changes = parseChanges(await situation.ask(listChanges)).reverse();
  return signsInAsOwn(situation, changes) ? changes.filter(({ step }) => step !== OWN_ACCOUNT) : changes;
}

/** Whether Tomo signs in as an account that it made there: an undo would saw off the branch that it sits on. */
export async function keepsOwnAccount(situation: Situation): Promise<boolean> {
  return signsInAsOwn(situation, parseChanges(await situation.ask(listChanges)));
}

const OWN_ACCOUNT = 'own_account';

function signsInAsOwn({ server: { username } }: Situation, changes: readonly Change[]): boolean {
  return changes.some(
    ({ step, kind, values }) => step === OWN_ACCOUNT && kind === 'account' && values[0] === username,
  );
}
