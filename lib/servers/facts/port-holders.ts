import 'server-only';
import type { Listener } from './facts';

export type PortParts = {
  listeners: readonly Listener[];
  /** Of `docker ps`: id, name, published ports. */
  containers: readonly string[];
  /** Process id and the id of the container it lives in. */
  listeningIn: readonly string[];
};

const PORT_LIMIT = 2000;

/**
 * Listeners with the container that holds them: one that publishes the port, or one that uses the network of the host and
 * listens itself. Ports that the engine forwards without a listening process are added: they are taken all the same.
 */
export function withContainers({ listeners, containers, listeningIn }: PortParts): Listener[] {
  const names = new Map<string, string>();
  const published = new Map<string, string>();
  let left = PORT_LIMIT;
  for (const line of containers) {
    const [, id, name, ports = ''] = /^([0-9a-f]{64}) (\S{1,128}) ?(.*)$/.exec(line) ?? [];
    if (!id || !name) continue;
    names.set(id, name);
    for (const place of publishedBy(ports)) {
      if (left === 0) break;
      left -= 1;
      published.set(place, name);
    }
  }
  const living = new Map<number, string>();
  for (const line of listeningIn) {
    const [, pid, id] = /^(\d{1,10}) ([0-9a-f]{64})$/.exec(line) ?? [];
    const name = id && names.get(id);
    if (name) living.set(Number(pid), name);
  }
  const found = listeners.map((listener) => {
    const place = placeOf(listener);
    // `*` is both families at once.
    const by =
      published.get(place) ??
      published.get(place.replace(' * ', ' 0.0.0.0 ')) ??
      (listener.process ? living.get(listener.process.pid) : undefined);
    return by ? { ...listener, container: by } : listener;
  });
  const heard = new Set(found.map(placeOf));
  const forwarded = [...published].filter(
    ([place]) => !heard.has(place) && !heard.has(place.replace(/ \S+ /, ' * ')),
  );
  return [...found, ...forwarded.map(([place, name]) => atPlace(place, name))]
    .slice(0, PORT_LIMIT)
    .sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

const placeOf = ({ protocol, address, port }: Listener) => `${protocol} ${address} ${port}`;

function atPlace(place: string, container: string): Listener {
  const [protocol, address = '', port] = place.split(' ');
  return { protocol: protocol as 'tcp' | 'udp', address, port: Number(port), process: null, container };
}

// 0.0.0.0:8080->80/tcp, [::]:8080->80/tcp, :::8080->80/tcp, 127.0.0.1:3000-3002->3000-3002/udp, 9000/tcp
// One by one: a short text can name ranges that would fill the memory.
function* publishedBy(text: string): Generator<string> {
  for (const part of text.split(', ')) {
    const match = /^(.+):(\d{1,5})(?:-(\d{1,5}))?->[\d-]+\/(tcp|udp)$/.exec(part.trim());
    const address = (match?.[1] ?? '').replace(/^\[|\]$/g, '');
    const first = Number(match?.[2]);
    const last = Number(match?.[3] ?? match?.[2]);
    if (!match || !/^[0-9a-fA-F:.]{1,64}$/.test(address) || first < 1 || last > 65535) continue;
    if (last - first >= PORT_LIMIT) continue;
    for (let port = first; port <= last; port++) yield `${match[4]} ${address} ${port}`;
  }
}
