import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { Situation } from '../graph/situation';
import type { ChangingStep } from '../graph/step';
import { joinDockerGroup } from './user-group';

/** Prints what there is of `$account`: `account`, `ours`, `home`, `rights` and `member`; and `sudo` where that is installed. */
const ownAccountState = familyScript(
  'own-account-state',
  String.raw`
home=/home/$account
if grep -q "^$account:" /etc/passwd; then echo account; fi
if [ -e "$changes" ] && grep -qxF -e "own_account${'$'}{tab}account$tab$account" "$changes"; then echo ours; fi
if [ -e "$home" ] || [ -L "$home" ]; then echo home; fi
if [ -e "/etc/sudoers.d/91-tomo-$account" ]; then echo rights; fi
if command -v sudo >/dev/null 2>&1; then echo sudo; fi
if id -nG -- "$account" 2>/dev/null | tr ' ' '\n' | grep -qx docker; then echo member; fi
`,
);

/**
 * Makes `$account` with a home of its own, lets it be root by sudo without a password, and use the engine. It has no
 * password: a star in its place lets nobody in, and unlike a lock does not make sshd refuse its key. `$packages` are
 * installed before. What was made by an earlier attempt is completed.
 */
const makeOwnAccount = familyScript(
  'make-own-account',
  String.raw`
home=/home/$account
rights=/etc/sudoers.d/91-tomo-$account
if [ -n "$packages" ]; then
  packages_begin
  pm_install $packages
  packages_end
fi
if ! grep -q "^$account:" /etc/passwd; then
  note group "$account"
  note account "$account"
  if command -v useradd >/dev/null 2>&1; then
    useradd --no-create-home --home-dir "$home" --shell /bin/sh --user-group --password '*' --comment Tomo -- "$account"
  else
    adduser -D -H -h "$home" -s /bin/sh -g Tomo "$account"
    printf '%s:*\n' "$account" | chpasswd -e
  fi
fi
if [ -L "$home" ]; then echo "$home is a link; remove it, then retry."; return 1; fi
note home "$home"
install -d -m 0700 -o "$account" -g "$account" "$home"
if command -v restorecon >/dev/null 2>&1; then restorecon "$home" || :; fi
try=$(mktemp)
at_end 'rm -f "$try"'
printf 'Defaults:%s !requiretty\n%s ALL=(ALL:ALL) NOPASSWD: ALL\n' "$account" "$account" >"$try"
if ! visudo -c -q -f "$try"; then echo 'sudo does not understand the line for this account. Nothing was written.'; return 1; fi
make_folder /etc/sudoers.d
put "$rights" <"$try"
chmod 0440 "$rights"
${joinDockerGroup}`,
);

/** Makes the account that Tomo signs in as from then on; the step after it does that. */
export const ownAccount: ChangingStep = {
  key: 'own_account',
  needs: ['install_docker', 'start_service', 'folders'],
  wanted: (options) => options.ownAccount !== undefined,
  what: 'Making the account of Tomo',
  leaves: 'The account may be there; Tomo still signs in as before.',
  async check(situation) {
    const account = situation.options.ownAccount ?? '';
    const state = await stateOf(situation, account);
    const packages = state.has('sudo') ? '' : 'sudo';
    const command = { script: makeOwnAccount, args: { account, packages } };
    const plan = `${packages && 'install sudo, '}make the account ${account} with its home /home/${account}, let it use sudo without a password and put it into the group docker: it may do on this server what root may`;
    if (situation.server.username === account)
      return { done: `Tomo signs in as ${account} already`, plan, command };
    if (!state.has('ours') && (state.has('account') || state.has('home'))) throw takenAway(account);
    const done = ['account', 'home', 'rights', 'sudo', 'member'].every((part) => state.has(part));
    return { done: done ? `the account ${account} is there` : undefined, plan, command };
  },
  async verify(situation, { command }) {
    const account = command.args.account ?? '';
    const state = await stateOf(situation, account);
    const missing = ['account', 'home', 'rights', 'member'].filter((part) => !state.has(part));
    if (missing.length > 0)
      throw new TomoError('unavailable', `The account ${account} was made, but not all of it is there.`, {
        hint: `Missing: ${missing.join(', ')}. The log shows what the system said.`,
        reason: 'account_incomplete',
      });
    return { summary: `Account ${account} made, with sudo and Docker` };
  },
};

async function stateOf(situation: Situation, account: string): Promise<Set<string>> {
  return new Set(await situation.ask(ownAccountState, { account }));
}

function takenAway(account: string): TomoError {
  return new TomoError(
    'conflict',
    `An account ${account} or its home is on this server already, and Tomo did not make it.`,
    {
      hint: 'Start again with another name for the account of Tomo.',
      reason: 'account_exists',
    },
  );
}
