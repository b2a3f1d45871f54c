import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { LookingStep } from '../graph/step';
import { disksIn, requireRoom, sizeOf } from './disk-room';

const LOW_MEMORY_BYTES = 512 * 1024 * 1024;
// Signatures and certificates are refused from then on, and each with words that point elsewhere.
const MAX_CLOCK_OFFSET_SECONDS = 600;

// In Debian's words, in the kernel's, and in Alpine's.
const ARCHITECTURES = new Set(['amd64', 'x86_64', 'arm64', 'aarch64', 'armhf', 'armv7l', 'armv7']);

/** Prints what a preparation needs: KiB and inodes free where it writes, processor, init system, and programs that are missing. */
const resourceState = familyScript(
  'resource-state',
  String.raw`
for path in / /usr /var /opt /var/lib/docker; do
  there=$path
  while [ ! -d "$there" ]; do there=$(dirname "$there"); done
  inodes=$(df -Pi "$there" 2>/dev/null | awk 'NR == 2 && $2 > 0 { print $4 }')
  df -Pk "$there" | awk -v path="$path" -v inodes="$inodes" 'NR == 2 { print "disk", path, $4, inodes == "" ? "-" : inodes, $6 }'
done
echo "architecture $(dpkg --print-architecture 2>/dev/null || uname -m)"
if [ -d /run/systemd/system ]; then echo 'init systemd'; elif [ -d /run/openrc ]; then echo 'init openrc'; fi
if command -v "$manager" >/dev/null 2>&1; then echo 'packages there'; fi
# Steps run on without the connection; what that needs, small systems have only in part.
if ! flock --help 2>&1 | grep -q -e '-w'; then echo 'lacks flock'; fi
if ! tail --help 2>&1 | grep -q -e '--pid'; then echo 'lacks coreutils'; fi
if ! command -v setsid >/dev/null 2>&1; then echo 'lacks setsid'; fi
`,
);

/** Checks room, processor, clock, init system and package manager before anything is changed. */
export const checkResources: LookingStep = {
  key: 'check_resources',
  needs: ['detect_system'],
  async look(situation, step) {
    const family = situation.family();
    const answer = await situation.ask(resourceState, { manager: family.packageManager });
    const disks = disksIn(answer);
    for (const disk of disks) requireRoom(disk, step);
    const lines = answer.map((line) => line.split(' ', 2) as [string, string]);
    const found = new Map(lines);
    const architecture = found.get('architecture') ?? 'unknown';
    if (!ARCHITECTURES.has(architecture))
      throw refused(
        `Docker has no packages for this processor: ${architecture}.`,
        'Supported are amd64, arm64 and armhf.',
        'wrong_architecture',
      );
    if (found.get('init') !== family.init)
      throw refused(
        `This system does not run ${family.init === 'systemd' ? 'systemd' : 'OpenRC'}, which starts the Docker engine.`,
        `Use a system with ${family.init === 'systemd' ? 'systemd' : 'OpenRC'}.`,
        'no_systemd',
      );
    if (!found.has('packages'))
      throw refused(
        `${family.packageManager} is missing on this system.`,
        'Repair the package manager, then retry.',
        'no_package_manager',
      );
    const lacks = lines.filter(([word]) => word === 'lacks').map(([, name]) => name);
    if (lacks.length > 0)
      throw refused(
        `The programs that keep a step running without its connection are missing: ${lacks.join(', ')}.`,
        family.key === 'alpine'
          ? `Run apk add ${lacks.join(' ')} on the server, then retry.`
          : 'Install util-linux and coreutils on the server, then retry.',
        'programs_missing',
      );
    const offset = Number(situation.factsOf('detect_system').clockOffsetSeconds ?? 0);
    if (Math.abs(offset) > MAX_CLOCK_OFFSET_SECONDS)
      throw refused(
        `The clock of the server is ${Math.round(Math.abs(offset) / 60)} minutes ${offset > 0 ? 'ahead' : 'behind'}. Signatures and certificates are refused like that.`,
        'Set the clock (timedatectl set-ntp true, or date -s), then retry.',
        'clock',
      );
    if (Number(situation.factsOf('detect_system').memoryBytes) < LOW_MEMORY_BYTES)
      step.log('Less than 512 MiB of memory: small apps only.', 'WARNING');
    const [first] = disks.toSorted((left, right) => left.freeKib - right.freeKib);
    const free = first ? `${sizeOf(first.freeKib)} free on ${first.mount}, ` : '';
    return { summary: `${free}${architecture}, ${family.init}, ${family.packageManager}` };
  },
};

function refused(message: string, hint: string, reason: string): TomoError {
  return new TomoError('unavailable', message, { hint, reason });
}
