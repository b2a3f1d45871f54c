import 'server-only';
import { parseAbsPath } from '../abs-path';
import type { PathStep } from '../problem';
import type { Service } from '../service-model';
import type { Findings } from './findings';
import { readPairs } from './pairs';
import type { ServiceInput } from './service-input';

type Power = Service['power'];

/** Reads every option that gives a container more than the default box (§3.6). */
export function readPower(findings: Findings, path: readonly PathStep[], input: ServiceInput): Power {
  const power: Power = {
    privileged: input.privileged ?? false,
    hostNetwork: input.network_mode === 'host',
    hostPid: input.pid === 'host',
    hostIpc: input.ipc === 'host',
    hostUserns: input.userns_mode === 'host',
    capAdd: [...new Set(input.cap_add ?? [])].sort(),
    devices: (input.devices ?? []).flatMap((device, index) =>
      readDevice(findings, [...path, 'devices', index], device),
    ),
    sysctls: readSysctls(findings, [...path, 'sysctls'], input.sysctls),
    ...readSecurityOptions(findings, [...path, 'security_opt'], input.security_opt ?? []),
    gpu: input.gpus === 'all',
  };
  noteNeeds(findings, path, input);
  return power;
}

const switches = {
  privileged: 'privileged',
  network_mode: 'host-network',
  pid: 'host-pid',
  ipc: 'host-ipc',
  userns_mode: 'host-userns',
  gpus: 'gpu',
} as const;

function noteNeeds(findings: Findings, path: readonly PathStep[], input: ServiceInput): void {
  for (const [key, id] of Object.entries(switches)) {
    const value = input[key as keyof typeof switches];
    if (value) findings.need(id, [...path, key], `${key}: ${value}`);
  }
  input.cap_add?.forEach((name, index) => {
    findings.need(`capability:${name}`, [...path, 'cap_add', index], name);
  });
  input.devices?.forEach((device, index) => {
    const source = device.split(':')[0] ?? '';
    findings.need(`device:${source}`, [...path, 'devices', index], source);
  });
  input.security_opt?.forEach((option, index) => {
    findings.need(
      unconfined.test(option) ? 'unconfined' : 'new-privileges',
      [...path, 'security_opt', index],
      option,
    );
  });
}

function readDevice(findings: Findings, path: readonly PathStep[], device: string): Power['devices'] {
  const [rawSource = '', rawTarget = rawSource, rights = 'rwm', ...more] = device.split(':');
  const source = parseAbsPath(rawSource);
  const target = parseAbsPath(rawTarget);
  if (
    more.length === 0 &&
    source?.startsWith('/dev/') &&
    target?.startsWith('/dev/') &&
    /^r?w?m?$/.test(rights) &&
    rights !== ''
  ) {
    return [{ source, target, rights }];
  }
  findings.add(path, 'schema', `${device} is not a device such as /dev/ttyUSB0 or /dev/dri:/dev/dri:rw`);
  return [];
}

function readSysctls(
  findings: Findings,
  path: readonly PathStep[],
  raw: ServiceInput['sysctls'],
): Record<string, string> {
  const pairs = readPairs(findings, path, raw);
  for (const { key, value, at } of pairs) {
    findings.need(`sysctl:${key}`, at, key);
    if (!/^[a-z0-9_]+(?:\.[a-z0-9_-]+)+$/.test(key) || !/^[\w .-]{1,64}$/.test(value))
      findings.add(at, 'schema', `${key} is not a kernel setting`);
  }
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

const unconfined = /^(apparmor|seccomp|label|systempaths)[:=](unconfined|disable)$/;

function readSecurityOptions(
  findings: Findings,
  path: readonly PathStep[],
  options: string[],
): Pick<Power, 'unconfined' | 'newPrivileges'> {
  const off = new Set<Power['unconfined'][number]>();
  let newPrivileges = false;
  options.forEach((option, index) => {
    const name = unconfined.exec(option)?.[1];
    if (name) off.add(name as Power['unconfined'][number]);
    else if (/^no-new-privileges[:=]false$/.test(option)) newPrivileges = true;
    else if (!/^no-new-privileges(?:[:=]true)?$/.test(option)) {
      findings.add(
        [...path, index],
        'unsupported:security_opt',
        `${option} is not supported: only unconfined profiles and no-new-privileges are`,
      );
    }
  });
  return { unconfined: [...off].sort(), newPrivileges };
}
