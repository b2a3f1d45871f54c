import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

/** Prints `swap` when there is some, `free KiB` and `type NAME` of the file system that would hold the file. */
const swapState = familyScript(
  'swap-state',
  String.raw`
if [ "$(wc -l </proc/swaps)" -gt 1 ]; then echo swap; fi
echo "free $(df -Pk /var/lib | awk 'NR == 2 { print $4 }')"
echo "type $(stat -f -c %T /var/lib)"
`,
);

/** Makes a swap file of `$megabytes`, uses it, and writes it into fstab for the next boot. */
const makeSwap = familyScript(
  'make-swap-file',
  String.raw`
file=/var/lib/tomo-swap
if [ -L "$file" ]; then echo "$file is a link; remove it, then retry."; return 1; fi
note swap "$file"
dd if=/dev/zero of="$file" bs=1M count="$megabytes" 2>&1 | tail -n 1
chmod 0600 "$file"
mkswap "$file"
swapon "$file"
if ! grep -q "^$file " /etc/fstab; then
  { cat /etc/fstab; echo "$file none swap sw 0 0"; } | put /etc/fstab
fi
`,
);

const SPARE_KIB = 2 * 1024 * 1024;

/** Gives a small server some swap, on a file, where it has none. */
export const swap: ChangingStep = {
  key: 'swap',
  needs: ['install_docker'],
  wanted: ({ swapMb }) => swapMb !== undefined,
  what: 'Making the swap file',
  leaves: 'The file /var/lib/tomo-swap may be there, not in use.',
  async check(situation) {
    const megabytes = situation.options.swapMb ?? 0;
    const command = { script: makeSwap, args: { megabytes: String(megabytes) } };
    const plan = `make a swap file of ${megabytes} MB at /var/lib/tomo-swap and use it`;
    if (situation.factsOf('detect_system').inContainer === true)
      return { done: 'the swap of a container is that of its host', plan, command };
    const found = new Map(
      (await situation.ask(swapState)).map((line) => line.split(' ', 2) as [string, string]),
    );
    if (found.has('swap')) return { done: 'the server has swap already', plan, command };
    const type = found.get('type') ?? '';
    if (/btrfs|zfs|overlay|nfs|tmpfs/.test(type))
      return { done: `a swap file on ${type} needs more than Tomo should decide`, plan, command };
    if (Number(found.get('free')) < megabytes * 1024 + SPARE_KIB)
      throw new TomoError('unavailable', `There is no room for a swap file of ${megabytes} MB.`, {
        hint: 'Choose a smaller one or free some space, then retry. 2 GiB stay free beside it.',
        reason: 'no_space',
      });
    return { plan, command };
  },
  async verify(situation, { command }) {
    if (!(await situation.ask(swapState)).includes('swap'))
      throw new TomoError('unavailable', 'The swap file was made, but the system does not use it.', {
        hint: 'The log shows what the system said.',
        reason: 'swap_unused',
      });
    return { summary: `${command.args.megabytes} MB of swap in use` };
  },
};
