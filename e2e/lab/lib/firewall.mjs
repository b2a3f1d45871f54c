/**
 * What an engine leaves in the network of its machine when it ends: its bridge, its rules and a changed default for
 * forwarded packets.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { run } from './run.mjs';

const bridge = 'docker0';
const forwarding = '/proc/sys/net/ipv4/ip_forward';
/** Whether interfaces that are made from now on do without IPv6. */
const withoutIpv6 = '/proc/sys/net/ipv6/conf/default/disable_ipv6';

/** @typedef {{ ipForward: string, forwardPolicy: string, withoutIpv6?: string }} NetworkBefore */

/**
 * What to go back to; null where an engine has been at work already.
 * @returns {Promise<NetworkBefore | null>}
 */
export async function readNetwork() {
  if (existsSync(`/sys/class/net/${bridge}`)) return null;
  const { stdout } = await run('iptables', ['-S', 'FORWARD']);
  return {
    ipForward: readFileSync(forwarding, 'utf8').trim(),
    forwardPolicy: /^-P FORWARD (\w+)$/m.exec(stdout)?.[1] ?? 'ACCEPT',
    ...(existsSync(withoutIpv6) && { withoutIpv6: readFileSync(withoutIpv6, 'utf8').trim() }),
  };
}

/**
 * The cable of each server gets no IPv6 address on this machine. A browser gives up whatever it loads (ERR_NETWORK_CHANGED)
 * when an address comes or goes, and a journey must not fail because another one throws its server away.
 */
export function quietNewInterfaces() {
  if (existsSync(withoutIpv6)) writeFileSync(withoutIpv6, '1');
}

/** @param {NetworkBefore | undefined} before */
export async function restoreNetwork(before) {
  for (const table of ['nat', 'filter']) {
    const rules = (await run('iptables', ['-t', table, '-S'], { check: false })).stdout.split('\n');
    const chains = rules.flatMap((rule) => /^-N (DOCKER\S*)$/.exec(rule)?.[1] ?? []);
    for (const rule of rules) {
      if (!/^-A .*\b(DOCKER|docker0)\b/.test(rule)) continue;
      await run('iptables', ['-t', table, '-D', ...rule.split(' ').slice(1)], { check: false });
    }
    for (const flag of ['-F', '-X']) {
      for (const chain of chains) await run('iptables', ['-t', table, flag, chain], { check: false });
    }
  }
  if (existsSync(`/sys/class/net/${bridge}`)) await run('ip', ['link', 'delete', bridge], { check: false });
  if (!before) return;
  await run('iptables', ['-P', 'FORWARD', before.forwardPolicy], { check: false });
  writeFileSync(forwarding, before.ipForward);
  if (before.withoutIpv6 !== undefined) writeFileSync(withoutIpv6, before.withoutIpv6);
}
