import 'server-only';
import { type Change, type ChangeKind, lineOf, undoWords } from '../changes/change';
import { type FamilyScript, familyScript } from '../families/family-script';
import type { Situation } from '../graph/situation';
import type { ChangingStep } from '../graph/step';
import { askChanges } from './ask-changes';

/**
 * Shell around each undo: `each FUNCTION` calls it with the values of every line of `$items`; `forget` takes the line that is
 * being undone from the list, once that is done.
 */
const undoShell = String.raw`
forget() {
  grep -vxF -e "$line" "$changes" >"$changes.new" || :
  mv "$changes.new" "$changes"
  if [ ! -s "$changes" ]; then rm -f "$changes"; fi
}
each() {
  printf '%s\n' "$items" >"$changes.items"
  at_end 'rm -f "$changes.items"'
  while IFS= read -r line; do
    one "$1" "$(printf '%s\n' "$line" | cut -f 2)" "$(printf '%s\n' "$line" | cut -f 3)" \
      "$(printf '%s\n' "$line" | cut -f 4)" "$(printf '%s\n' "$line" | cut -f 5)"
  done <"$changes.items"
}
one() { "$@" </dev/null; }
`;

const undoServices = familyScript(
  'undo-services',
  `${undoShell}${String.raw`
undo() {
  echo "Stopping $2"
  case $1 in
    service) svc_stop "$2" || :; svc_disable "$2" || : ;;
    unit) systemctl disable --now "$2" || : ;;
  esac
  forget
}
each undo
`}`,
);

const undoPorts = familyScript(
  'undo-firewall-ports',
  `${undoShell}${String.raw`
undo() {
  echo "Closing $3"
  case $2 in
    ufw) ufw delete allow "$3" || : ;;
    firewalld) firewall-cmd --permanent --remove-port="$3" || :; firewall-cmd --remove-port="$3" || : ;;
  esac
  forget
}
each undo
`}`,
);

const undoSwap = familyScript(
  'undo-swap-file',
  `${undoShell}${String.raw`
undo() {
  if grep -q "^$2 " /proc/swaps; then swapoff "$2"; fi
  rm -f "$2"
  echo "Removed $2"
  forget
}
each undo
`}`,
);

/** Packages go together, without those that something else has come to need; apt and its like are asked, not guessed. */
const undoPackages = familyScript(
  'undo-packages',
  `${undoShell}${String.raw`
names=
collect() { if pm_installed "$2"; then names="$names $2"; fi; }
each collect
while [ -n "$names" ]; do
  needed=$(pm_needed $names)
  [ -n "$needed" ] || break
  rest=
  for name in $names; do
    case "
$needed
" in *"
$name
"*) echo "$name stays: something else needs it." ;; *) rest="$rest $name" ;; esac
  done
  names=$rest
done
if [ -n "$names" ]; then pm_remove $names; fi
undo() { pm_installed "$2" || forget; }
each undo
`}`,
);

const undoAccounts = familyScript(
  'undo-accounts',
  `${undoShell}${String.raw`
undo() {
  case $1 in
    member)
      if id -nG -- "$2" 2>/dev/null | tr ' ' '\n' | grep -qxF -e "$3"; then
        if command -v gpasswd >/dev/null 2>&1; then gpasswd -d "$2" "$3"; else delgroup "$2" "$3"; fi
      fi ;;
    account)
      if grep -q "^$2:" /etc/passwd; then
        if command -v userdel >/dev/null 2>&1; then userdel "$2"; else deluser "$2"; fi
        for box in "/var/mail/$2" "/var/spool/mail/$2"; do [ -s "$box" ] || rm -f "$box"; done
      fi ;;
    group)
      if grep -q "^$2:" /etc/group; then
        if command -v groupdel >/dev/null 2>&1; then groupdel "$2"; else delgroup "$2"; fi
      fi ;;
  esac
  echo "Removed: $*"
  forget
}
each undo
`}`,
);

const undoFiles = familyScript(
  'undo-files',
  `${undoShell}${String.raw`
# Lines with keys that Tomo noted go; whatever else somebody has put there stays, and the folder with it.
undo_home() {
  if [ -L "$1" ] || [ -L "$1/.ssh" ] || [ ! -d "$1" ]; then echo "$1 is gone already, or no plain folder; it stays as it is."; return 0; fi
  for kept in /var/lib/tomo/own-key.*; do
    [ -e "$kept" ] && [ "$(cut -d ' ' -f 1 "$kept")" = "${'$'}{1##*/}" ] || continue
    key=$(cut -d ' ' -f 2 "$kept") file=$1/.ssh/authorized_keys
    if [ -f "$file" ] && [ ! -L "$file" ]; then
      grep -vF -e "$key" "$file" >"$changes.keys" || :
      cat "$changes.keys" >"$file"
      rm -f "$changes.keys"
      if [ ! -s "$file" ]; then rm -f "$file"; fi
    fi
    rm -f "$kept"
  done
  rmdir "$1/.ssh" 2>/dev/null || :
  if rmdir "$1" 2>/dev/null; then echo "Removed $1"; else echo "$1 stays: it holds more than Tomo's key."; fi
}
undo() {
  if [ "$1" = home ]; then
    undo_home "$2"
    forget
    return 0
  fi
  if [ "$1" = folder ]; then
    if [ ! -d "$2" ] || rmdir "$2" 2>/dev/null; then echo "Removed $2"; else echo "$2 stays: it is not empty."; fi
    forget
    return 0
  fi
  sum=$3 copy=
  if [ "$1" = changed ]; then copy=$3 sum=$4; fi
  if [ -L "$2" ] || [ ! -f "$2" ]; then echo "$2 is gone already, or no plain file any more; it stays as it is."
  elif [ "$(sum_of "$2")" != "$sum" ]; then echo "$2 stays: it was changed since."
  elif [ -z "$copy" ]; then rm -f "$2"; echo "Removed $2"
  elif [ -f "$copy" ]; then mv "$copy" "$2"; echo "Put $2 back as it was"
  else echo "$2 stays: the copy $copy is gone."
  fi
  forget
}
each undo
`}`,
);

function undoStep(
  key: string,
  kinds: readonly ChangeKind[],
  script: FamilyScript,
  what: string,
  after: string,
) {
  const step: ChangingStep = {
    key,
    needs: [after],
    what,
    leaves: 'A part of it is undone; what is left stays in the list. Plan the undo again.',
    async check(situation) {
      const own = await ownChanges(situation, kinds);
      return {
        done: own.length === 0 ? 'Tomo changed nothing of this kind' : undefined,
        plan: own.map((change) => uncapitalised(undoWords(change))).join('; '),
        command: { script, args: { items: own.map(lineOf).join('\n') } },
        facts: { items: own.length },
      };
    },
    async verify(situation, finding) {
      const left = await ownChanges(situation, kinds);
      return {
        summary: `Undone: ${Number(finding.facts?.items) - left.length}${left.length > 0 ? `; ${left.length} stay, the log says why` : ''}`,
        facts: { left: left.map(lineOf) },
      };
    },
  };
  return step;
}

async function ownChanges(situation: Situation, kinds: readonly ChangeKind[]): Promise<Change[]> {
  return (await askChanges(situation)).filter(({ kind }) => kinds.includes(kind));
}

const uncapitalised = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

/** What undo does, in order: what runs, what was installed, what was made. */
export const undoingSteps: readonly ChangingStep[] = [
  undoStep('undo_services', ['service', 'unit'], undoServices, 'Stopping services', 'undo_check'),
  undoStep('undo_firewall', ['port'], undoPorts, 'Closing ports', 'undo_services'),
  undoStep('undo_swap', ['swap'], undoSwap, 'Removing the swap file', 'undo_firewall'),
  undoStep('undo_packages', ['package'], undoPackages, 'Removing packages', 'undo_swap'),
  undoStep(
    'undo_accounts',
    ['member', 'account', 'group'],
    undoAccounts,
    'Removing accounts and groups',
    'undo_packages',
  ),
  undoStep(
    'undo_files',
    ['file', 'changed', 'home', 'folder'],
    undoFiles,
    'Putting files back',
    'undo_accounts',
  ),
];
