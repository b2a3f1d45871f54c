import 'server-only';
import { plausibleSize } from './plausible';

/** One file system of a target as `df` counts it. Sizes in bytes. */
export type Mount = {
  point: string;
  device: string;
  totalBytes: number;
  usedBytes: number;
  /** Used of what the account may use, like the `Use%` of df: blocks reserved for root count as used. */
  percent: number;
};

/**
 * Shell functions: `list_mounts` fills `$points` with `/` and the mount points of local, writable file systems (each
 * device once, at most 16), `show_mounts` prints them with df. Network file systems are left out, because one dead
 * NFS server would hang the whole answer; points whose name needs quoting are left out, because the list is a word list.
 */
export const mountFunctions = `
list_mounts() {
  points=/ seen=' ' left=15
  while read -r device point type options rest; do
    case $point in /) seen="$seen$device "; continue ;; *[!A-Za-z0-9/._-]*) continue ;; esac
    case $type in
      ext[234] | xfs | btrfs | zfs | f2fs | jfs | reiserfs | bcachefs | nilfs2 | vfat | exfat | ntfs | ntfs3 | hfsplus | ufs) ;;
      *) continue ;;
    esac
    case ,$options, in *,ro,*) continue ;; esac
    case $seen in *" $device "*) continue ;; esac
    [ "$left" -gt 0 ] && [ -d "$point" ] || continue
    points="$points $point" seen="$seen$device " left=$((left - 1))
  done </proc/self/mounts
}
show_mounts() {
  # shellcheck disable=SC2086
  df -P -k -- $points 2>/dev/null || :
}
`;

// Size, used, available, share, mount point. What stands before is the device: it alone may hold spaces.
const COLUMNS = /^(\d{1,15}) (\d{1,15}) (-?\d{1,15}) (?:\d{1,5}%|-) (\/\S*)$/;

/** The rows of `df -P -k`; anything that is no such row is skipped. `/` comes first, one row per mount point. */
export function parseMounts(lines: readonly string[]): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of lines) {
    const words = line.trim().split(/\s+/);
    const device = words.slice(0, -5).join(' ');
    const match = COLUMNS.exec(words.slice(-5).join(' '));
    const [, total, used, available, point = ''] = match ?? [];
    const [totalBytes, usedBytes, usable] = [
      Number(total) * 1024,
      Number(used) * 1024,
      Math.max(0, Number(available)) * 1024,
    ];
    if (
      !match ||
      device === '' ||
      totalBytes <= 0 ||
      plausibleSize(totalBytes) === null ||
      usedBytes > totalBytes ||
      mounts.size >= 16
    )
      continue;
    const reachable = usedBytes + usable;
    mounts.set(point, {
      point,
      device,
      totalBytes,
      usedBytes,
      percent: reachable > 0 ? (100 * usedBytes) / reachable : 0,
    });
  }
  return [...mounts.values()].sort((left, right) => Number(right.point === '/') - Number(left.point === '/'));
}
