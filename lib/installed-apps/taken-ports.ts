import 'server-only';
import { isWildcard } from './used-privileges';

export type Protocol = 'tcp' | 'udp';
type Place = { protocol: Protocol; address: string; port: number };

/** Who holds a port of a server. */
export type PortHolder =
  | { kind: 'app'; name: string }
  | { kind: 'container'; name: string; app: string | undefined }
  /** `name` is undefined where `ss` may not name the process. */
  | { kind: 'process'; name: string | undefined };

export type TakenPort = Place & { holder: PortHolder };

/** What is known about the ports of one server. */
export type PortSurvey = {
  /** Rows of `port_claims`. */
  claims: readonly (Place & { installedAppId: string; appName: string })[];
  /** Published ports of running containers; `installedAppId` from our label. */
  publishes: readonly (Place & { container: string; installedAppId?: string; appName?: string })[];
  /** Sockets that `ss -lntu` lists. */
  listeners: readonly (Place & { process?: string })[];
};

/**
 * Every taken port of a survey with its holder, the most telling one first: an app that reserved it, the container that
 * publishes it, the process that listens. What `installedAppId` itself holds counts as free, its Docker proxies too.
 */
export function takenPorts(
  { claims, publishes, listeners }: PortSurvey,
  installedAppId?: string,
): TakenPort[] {
  const isOwn = (owner: string | undefined) => installedAppId !== undefined && owner === installedAppId;
  const own = publishes.filter((publish) => isOwn(publish.installedAppId));
  return [
    ...claims
      .filter((claim) => !isOwn(claim.installedAppId))
      .map((claim): TakenPort => ({ ...placeOf(claim), holder: { kind: 'app', name: claim.appName } })),
    ...publishes
      .filter((publish) => !isOwn(publish.installedAppId))
      .map(
        (publish): TakenPort => ({
          ...placeOf(publish),
          holder: { kind: 'container', name: publish.container, app: publish.appName },
        }),
      ),
    ...listeners
      .filter((listener) => !own.some((publish) => collides(publish, listener)))
      .map(
        (listener): TakenPort => ({
          ...placeOf(listener),
          holder: { kind: 'process', name: listener.process },
        }),
      ),
  ];
}

/** Whether two sockets cannot exist beside each other: same protocol and number, same address or one of them a wildcard. */
export function collides(a: Place, b: Place): boolean {
  if (a.protocol !== b.protocol || a.port !== b.port) return false;
  return (
    isWildcard(a.address) || isWildcard(b.address) || plainAddress(a.address) === plainAddress(b.address)
  );
}

/** The holder of a port, as people read it: `8080 is held by process nginx`. */
export function describeHolder({ port, protocol, holder }: TakenPort): string {
  const subject = protocol === 'udp' ? `${port}/udp` : String(port);
  if (holder.kind === 'app') return `${subject} is reserved by app ${holder.name}`;
  if (holder.kind === 'container')
    return `${subject} is held by container ${holder.name}${holder.app ? ` (app ${holder.app})` : ''}`;
  return holder.name
    ? `${subject} is held by process ${holder.name}`
    : `${subject} is held by a process of the server`;
}

const placeOf = ({ protocol, address, port }: Place): Place => ({
  protocol,
  address: plainAddress(address),
  port,
});

/** Without brackets and zone, IPv4 inside IPv6 as IPv4: `ss` and Docker spell one address in several ways. */
function plainAddress(address: string): string {
  const bare = address
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .toLowerCase();
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1] ?? bare;
}
