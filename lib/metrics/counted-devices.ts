import 'server-only';
import type { Counter } from './parse-sample';

// Loop-back, the inside ends of containers and virtual machines, bridges, bonds, VLANs and tunnels carry bytes that a
// physical interface carries too (or that never leave the machine): counting them would count twice.
const INNER_INTERFACE =
  /^(lo$|veth|docker|br-|br\d|br$|vmbr|virbr|lxcbr|lxdbr|incusbr|cni|cbr|flannel|cali|cilium|lxc|kube|podman|vnet|tap|tun|wg|tailscale|zt|nordlynx|bond|team|dummy|ifb|sit\d|gre\d|gretap|ip6|ip_vti|erspan|vxlan|geneve|macvtap|macvlan|ipvlan|ppp|fwbr|fwpr|fwln|ovs|vti|teql|nlmon)|[.@]/;

// Devices of memory or without a disk of their own, and layers (mapper, RAID, caches) over disks that are counted.
const LAYERED_DISK = /^(loop|ram|zram|sr|fd|dm-|md|drbd|bcache|zd|nbd|mtdblock)\d*/;

/**
 * The interfaces whose bytes make up a server's traffic: those that lead out of the machine. If the rule would leave
 * none (odd names, some container hosts), every interface but loop-back counts.
 */
export function countedInterfaces(all: readonly Counter[]): Counter[] {
  const outer = all.filter((item) => !INNER_INTERFACE.test(item.name));
  return outer.length > 0 ? outer : all.filter((item) => item.name !== 'lo');
}

/** The whole disks: no layers, and no partition of a disk that is listed itself (`sda1`, `nvme0n1p2`, `mmcblk0p1`). */
export function countedDisks(all: readonly Counter[]): Counter[] {
  const names = new Set(all.map((item) => item.name));
  return all.filter((item) => !LAYERED_DISK.test(item.name) && !isPartition(item.name, names));
}

function isPartition(name: string, names: ReadonlySet<string>): boolean {
  const [, plain] = /^(.+?)\d+$/.exec(name) ?? [];
  const [, numbered] = /^(.*\d)p\d+$/.exec(name) ?? [];
  return (
    (plain !== undefined && /[a-z]$/.test(plain) && names.has(plain)) ||
    (numbered !== undefined && names.has(numbered))
  );
}
