import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import type { ServerLink } from './link';

/**
 * Names each disk that Tomo writes to and that has less than 64 MiB or less than 100 inodes left. A file system without a
 * number of inodes of its own (btrfs) counts as having enough.
 */
const diskLeft = remoteScript(
  'disk-left',
  String.raw`
for path in / /usr /var /var/lib/docker /var/lib/containerd /var/lib/apt/lists /var/cache/apt/archives /opt/tomo /tmp; do
  if [ -d "$path" ]; then
    df -Pk -- "$path" | awk 'NR == 2 { printf "%s %s ", $4, $6 }'
    df -Pi -- "$path" | awk 'NR == 2 { print ($2 + 0 > 0 ? $4 : "enough") }'
  fi
done | awk '
  ($1 < 65536 || ($3 != "enough" && $3 < 100)) && !told[$2]++ {
    print "Left on the disk of " $2 ": " $1 " KiB, " $3 " inodes."
  }'
`,
);

/** Which disks of a server are full, one sentence each; nothing when none is, or when it cannot be asked. */
export async function fullDisks(link: ServerLink): Promise<string[]> {
  const { stdout } = await link.root({ script: diskLeft, timeoutMs: 30_000 });
  return stdout.split('\n').filter(Boolean);
}
