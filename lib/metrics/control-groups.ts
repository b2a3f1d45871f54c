import 'server-only';
import { plausibleSize } from './plausible';

// Twelve characters of an id, as a pattern of file names.
const HEX =
  '[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]';

/**
 * Shell functions: `list_parents` finds the control groups that hold Docker containers, `show_containers` prints the
 * counters of each container below them, one line per container, by one awk. No root needed. Both versions of control
 * groups are known (in the hybrid layout the counters are those of version 1) and both drivers: a container's group is
 * `docker-<id>.scope` with systemd, `<id>` with cgroupfs, below `system.slice`, `docker`, or whatever parent its
 * engine was given. Network counters are those of the container's first process. A file that goes away meanwhile is an
 * unknown value, never an error. Sources: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/ of the kernel, proc(5).
 */
export const containerFunctions = `
list_parents() {
  groups='' parents='' version=2
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then groups=/sys/fs/cgroup
  elif [ -d /sys/fs/cgroup/cpuacct ]; then groups=/sys/fs/cgroup/cpuacct version=1
  else return 0
  fi
  left=16
  for parent in $(find "$groups/" -maxdepth 8 -type d '(' -name 'docker-${HEX}*.scope' -o -name '${HEX}*' ')' -prune 2>/dev/null | sed 's,/[^/]*$,,' | sort -u); do
    case $parent in *[!A-Za-z0-9/._:@-]*) continue ;; esac
    [ "$left" -gt 0 ] || break
    parents="$parents $parent" left=$((left - 1))
  done
}
show_containers() {
  set --
  for parent in $parents; do
    set -- "$@" "$parent"/docker-${HEX}*.scope "$parent"/${HEX}*
  done
  awk -v version="$version" '
    function first(file, line) {
      if ((getline line < file) <= 0) line = "-"
      close(file)
      return line
    }
    function keyed(file, key, line, part, found) {
      found = "-"
      while (found == "-" && (getline line < file) > 0)
        if (index(line, key " ") == 1) { split(line, part, " "); found = part[2] }
      close(file)
      return found
    }
    function transfers(file, line, part, field, count, at, got, read, written) {
      while ((got = (getline line < file)) > 0) {
        count = split(line, part, " ")
        if (part[2] == "Read") read += part[3]
        else if (part[2] == "Write") written += part[3]
        else for (at = 2; at <= count; at++) {
          split(part[at], field, "=")
          if (field[1] == "rbytes") read += field[2]
          if (field[1] == "wbytes") written += field[2]
        }
      }
      close(file)
      return got < 0 ? "- -" : sprintf("%.0f %.0f", read, written)
    }
    function traffic(pid, file, line, part, colon, name, seen, received, sent) {
      if (pid !~ /^[1-9][0-9]*$/) return "- -"
      file = "/proc/" pid "/net/dev"
      while ((getline line < file) > 0) {
        colon = index(line, ":")
        name = substr(line, 1, colon - 1)
        gsub(/ /, "", name)
        if (!colon || name == "lo") continue
        split(substr(line, colon + 1), part, " ")
        received += part[1]; sent += part[9]; seen = 1
      }
      close(file)
      return seen ? sprintf("%.0f %.0f", received, sent) : "- -"
    }
    BEGIN {
      split(first("/proc/uptime"), now, " ")
      print "=containers " version " " now[1]
      for (place = 1; place < ARGC && shown < 1000; place++) {
        group = ARGV[place]
        id = group
        sub(/.*\\//, "", id); sub(/^docker-/, "", id); sub(/\\.scope$/, "", id)
        if (length(id) != 64 || id ~ /[^0-9a-f]/) continue
        if (version == 2) {
          cpu = keyed(group "/cpu.stat", "usage_usec")
          memory = first(group "/memory.current") " " keyed(group "/memory.stat", "inactive_file") " " first(group "/memory.max")
          disk = transfers(group "/io.stat")
          processes = first(group "/pids.current")
        } else {
          place1 = substr(group, length("/sys/fs/cgroup/cpuacct") + 1)
          cpu = first(group "/cpuacct.usage")
          kind = "/sys/fs/cgroup/memory" place1
          memory = first(kind "/memory.usage_in_bytes") " " keyed(kind "/memory.stat", "total_inactive_file") " " first(kind "/memory.limit_in_bytes")
          kind = "/sys/fs/cgroup/blkio" place1
          disk = transfers(kind "/blkio.throttle.io_service_bytes_recursive")
          if (disk == "- -") disk = transfers(kind "/blkio.throttle.io_service_bytes")
          processes = first("/sys/fs/cgroup/pids" place1 "/pids.current")
        }
        print id " " cpu " " memory " " disk " " processes " " traffic(first(group "/cgroup.procs"))
        shown++
      }
    }' "$@" 2>/dev/null || :
}
`;

/** What the control group of a running container says. Amounts are bytes, null where the kernel does not say. */
export type ContainerCounters = {
  /** Processor time used since the group began. */
  cpuSeconds: number;
  /** Memory in use without the file cache that could be dropped at once (the working set). */
  memoryBytes: number | null;
  /** Null: unlimited. */
  memoryLimitBytes: number | null;
  readBytes: number | null;
  writtenBytes: number | null;
  processes: number | null;
  receivedBytes: number | null;
  sentBytes: number | null;
};

export type ContainerSample = {
  /** Seconds since the kernel started, read directly before the counters. */
  uptimeSeconds: number;
  /** By full container id. */
  counters: Map<string, ContainerCounters>;
};

const MOST = 1_000;

/** Reads the lines of `show_containers`; lines that are none are skipped. Null when the target did not say anything. */
export function parseContainers(lines: readonly string[]): ContainerSample | null {
  const head = /^=containers ([12]) (\d{1,12}(?:\.\d{1,6})?)$/.exec(lines[0] ?? '');
  if (!head) return null;
  const ticks = head[1] === '2' ? 1e6 : 1e9;
  const counters = new Map<string, ContainerCounters>();
  for (const line of lines.slice(1, MOST + 1)) {
    const [id = '', cpu, used, inactive, limit, read, written, processes, received, sent] = line.split(
      ' ',
      10,
    );
    const cpuTicks = count(cpu);
    if (!/^[0-9a-f]{64}$/.test(id) || cpuTicks === null) continue;
    const usage = plausibleSize(count(used));
    const limitBytes = plausibleSize(count(limit));
    counters.set(id, {
      cpuSeconds: cpuTicks / ticks,
      memoryBytes: usage === null ? null : Math.max(0, usage - (count(inactive) ?? 0)),
      // "No limit" of version 1 is the largest multiple of a page below 2^63.
      memoryLimitBytes: limitBytes,
      readBytes: count(read),
      writtenBytes: count(written),
      processes: plausibleSize(count(processes)),
      receivedBytes: count(received),
      sentBytes: count(sent),
    });
  }
  return { uptimeSeconds: Number(head[2]), counters };
}

function count(word: string | undefined): number | null {
  return word !== undefined && /^\d{1,20}$/.test(word) ? Number(word) : null;
}
