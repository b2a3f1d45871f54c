import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { containerFunctions } from './control-groups';
import { mountFunctions } from './mounts';

/** First line of an answer: parser and script belong together, and a shell that lost its way says something else. */
export const SAMPLE_HEADER = '=tomo-sample 1';

/**
 * One sample, run once per request in a shell that stays open. POSIX sh (dash, bash, busybox), needs no root. Two
 * processes: one grep reads every `/proc` file and names it before each line, one df asks the file systems. `-v` drops
 * what may be long and is never used: interrupts, single cores, the interfaces and devices that exist once per
 * container. Everything else is the parser's business, so that rules can be tested without a target. The list of
 * mounts is made anew every 30 samples. Asked for `containers`, a third process reads their control groups; where those
 * are is looked up every 60 samples, and when asked to `relist`. Sources: proc(5), Documentation/admin-guide/iostats.rst of the kernel.
 */
export const sampleScript = remoteScript(
  'metrics-sample',
  `${mountFunctions}${containerFunctions}
until_mounts=\${until_mounts:-0}
if [ "$until_mounts" -le 0 ]; then list_mounts; until_mounts=30; fi
until_mounts=$((until_mounts - 1))
echo '${SAMPLE_HEADER}'
grep -H -v -E \\
  -e '^(cpu[0-9]|intr|softirq|ctxt|processes|procs_)' \\
  -e '^ *(lo|veth[^:]*|cali[^:]*|lxc[^:]*|tap[^:]*|vnet[^:]*|fw(br|pr|ln)[^:]*):' \\
  -e '^ +[0-9]+ +[0-9]+ (loop|ram|zram|sr|fd)[0-9]' \\
  -e '\\|' \\
  /proc/uptime /proc/sys/kernel/random/boot_id /proc/loadavg /proc/stat /proc/meminfo /proc/diskstats /proc/net/dev \\
  2>/dev/null || :
echo '=mounts'
show_mounts
case \${tomo_request:-.} in
  containers | relist)
    if [ "$tomo_request" = relist ] || [ "\${until_parents:-0}" -le 0 ]; then list_parents; until_parents=60; fi
    until_parents=$((until_parents - 1))
    echo '=groups'
    show_containers ;;
esac
echo '=shell'
times
echo '=end'
`,
);
