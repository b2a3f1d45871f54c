import 'server-only';
import { TomoError } from '@/lib/runtime/errors';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

/** Prints which firewall is active, then `open PORT` for each of `$ports` (80/tcp …) that it lets in already. */
const firewallState = familyScript(
  'firewall-state',
  String.raw`
if command -v ufw >/dev/null 2>&1 && ufw status 2>/dev/null | grep -q '^Status: active'; then
  echo ufw
  rules=$(ufw show added 2>/dev/null)
  for port in $ports; do
    if printf '%s\n' "$rules" | grep -qE "^ufw allow (in )?$port( |$)"; then echo "open $port"; fi
  done
elif command -v firewall-cmd >/dev/null 2>&1 && firewall-cmd --quiet --state 2>/dev/null; then
  echo firewalld
  for port in $ports; do
    if firewall-cmd --quiet --permanent --query-port="$port" && firewall-cmd --quiet --query-port="$port"; then echo "open $port"; fi
  done
fi
`,
);

/** Opens `$ports` in `$firewall`, now and for good. */
const openPorts = familyScript(
  'open-firewall-ports',
  String.raw`
for port in $ports; do
  echo "Opening $port"
  note port "$firewall" "$port"
  case $firewall in
    ufw) ufw allow "$port" comment Tomo ;;
    firewalld)
      firewall-cmd --permanent --add-port="$port"
      firewall-cmd --add-port="$port" ;;
  esac
done
`,
);

/** Opens the chosen ports in the firewall that is active; where none is, there is nothing to open. */
export const firewall: ChangingStep = {
  key: 'firewall',
  needs: ['check_resources'],
  wanted: ({ openPorts: ports }) => Boolean(ports?.length),
  what: 'Opening ports of the firewall',
  leaves: 'Some of the ports may be open.',
  async check(situation) {
    const wanted = [...new Set(situation.options.openPorts)];
    const [active, ...lines] = await situation.ask(firewallState, { ports: wanted.join(' ') });
    const closed = wanted.filter((port) => !lines.includes(`open ${port}`));
    const command = { script: openPorts, args: { firewall: active ?? '', ports: closed.join(' ') } };
    const plan = `open ${closed.join(', ')} in ${active}`;
    if (!active) return { done: 'neither ufw nor firewalld is active here', plan, command };
    return { done: closed.length === 0 ? `${active} lets them in already` : undefined, plan, command };
  },
  async verify(situation, { command: { args } }) {
    const [, ...lines] = await situation.ask(firewallState, { ports: args.ports ?? '' });
    const closed = args.ports?.split(' ').filter((port) => !lines.includes(`open ${port}`)) ?? [];
    if (closed.length > 0)
      throw new TomoError(
        'unavailable',
        `${args.firewall} does not show these ports as open: ${closed.join(', ')}.`,
        {
          hint: 'The log shows what the firewall said.',
          reason: 'firewall_refused',
        },
      );
    return { summary: `Opened ${args.ports?.split(' ').join(', ')} in ${args.firewall}` };
  },
};
