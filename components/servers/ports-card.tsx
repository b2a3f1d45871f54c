import { RelativeTime } from '@/components/data/relative-time';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { detailMessages } from './messages';
import type { LoadedServer } from './server-frame';

const SHOWN = 12;

/** Who listens on which port of a server, as the last look saw it. */
export function PortsCard({ server }: { server: LoadedServer }) {
  // Who may not see addresses gets no list of them, and no empty one either.
  if (!server.facts || server.address === null) return null;
  const listeners = [...server.facts.listeners].sort(
    (left, right) => left.port - right.port || left.protocol.localeCompare(right.protocol),
  );
  const rows = listeners.map((listener) => ({
    key: `${listener.protocol} ${listener.address} ${listener.port}`,
    port: `${listener.port}/${listener.protocol}`,
    address: listener.address,
    holder: holderOf(listener),
  }));
  return (
    <Card>
      <CardHeader>
        <CardTitle>{detailMessages.ports}</CardTitle>
        <CardDescription>
          {detailMessages.asOf} <RelativeTime at={server.factsAt} />
        </CardDescription>
      </CardHeader>
      <CardContent>
        {rows.length === 0 && <p className="text-muted-foreground">{detailMessages.portsEmpty}</p>}
        <PortRows rows={rows.slice(0, SHOWN)} />
        {rows.length > SHOWN && (
          <Disclosure summary={`${rows.length - SHOWN} more`}>
            <PortRows rows={rows.slice(SHOWN)} />
          </Disclosure>
        )}
      </CardContent>
    </Card>
  );
}

// Behind a published port stands the engine's own proxy; the container is what people look for.
function holderOf({ process, container }: { process: { name: string } | null; container?: string }): string {
  if (container) return detailMessages.container(container);
  return process?.name ?? '–';
}

function PortRows({ rows }: { rows: { key: string; port: string; address: string; holder: string }[] }) {
  return (
    <ul className="text-table">
      {rows.map((row) => (
        <li
          key={row.key}
          className="grid min-h-7 grid-cols-[6rem_minmax(0,1fr)_minmax(0,1fr)] items-center gap-3"
        >
          <span className="font-mono tabular-nums">{row.port}</span>
          <span className="truncate font-mono text-muted-foreground">{row.address}</span>
          <span className="truncate">{row.holder}</span>
        </li>
      ))}
    </ul>
  );
}
