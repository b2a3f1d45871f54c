import 'server-only';
import type { Listener } from './facts';

/**
 * Listening sockets from `ss -H -tulpn`, or from `netstat -tulpn` when the first line says `netstat`. One row per
 * protocol, address and port, in the order of ports; lines of another shape are skipped.
 */
export function parseListeners(lines: readonly string[]): Listener[] {
  const read = lines[0] === 'netstat' ? netstatLine : ssLine;
  const found = new Map<string, Listener>();
  for (const line of lines) {
    const listener = read(line.trim());
    if (!listener || found.size >= 2000) continue;
    const key = `${listener.protocol} ${listener.address} ${listener.port}`;
    const known = found.get(key);
    if (!known?.process) found.set(key, listener);
  }
  return [...found.values()].sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

// tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=57,fd=6))
function ssLine(line: string): Listener | null {
  const [protocol, state, , , local] = line.split(/\s+/, 6);
  if ((protocol !== 'tcp' && protocol !== 'udp') || (state !== 'LISTEN' && state !== 'UNCONN')) return null;
  const owner = /users:\(\("([^"]{1,64})",pid=(\d{1,10})/.exec(line);
  return listenerAt(protocol, local, owner?.[1], owner?.[2]);
}

// tcp6 0 0 :::22 :::* LISTEN 57/sshd        udp 0 0 0.0.0.0:68 0.0.0.0:* 412/dhclient
function netstatLine(line: string): Listener | null {
  const match = /^(tcp|udp)6?\s+\d+\s+\d+\s+(\S+)\s+\S+\s+(LISTEN\s+)?(?:(\d{1,10})\/(\S{1,64})|-)?/.exec(
    line,
  );
  const protocol = match?.[1] as 'tcp' | 'udp' | undefined;
  if (!match || !protocol || (protocol === 'tcp' && !match[3])) return null;
  return listenerAt(protocol, match[2], match[5]?.replace(/:$/, ''), match[4]);
}

function listenerAt(
  protocol: 'tcp' | 'udp',
  local: string | undefined,
  name?: string,
  pid?: string,
): Listener | null {
  const match = /^(.+):(\d{1,5})$/.exec(local ?? '');
  const address = (match?.[1] ?? '').replace(/^\[|\]$/g, '').split('%', 1)[0] ?? '';
  const port = Number(match?.[2]);
  if (!match || !/^[0-9a-fA-F:.*]{1,64}$/.test(address) || port < 1 || port > 65535) return null;
  return { protocol, address, port, process: name && Number(pid) > 0 ? { name, pid: Number(pid) } : null };
}
