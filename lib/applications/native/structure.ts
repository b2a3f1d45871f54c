import 'server-only';
import type { Model } from '../model';
import { nearest } from '../nearest';
import type { PathStep } from '../problem';
import type { AppInput } from './app-input';
import type { Findings } from './findings';

/** Checks that entries name each other rightly: ids once, services, ports and groups that exist, no circles, no two mounts in one place. */
export function checkStructure(findings: Findings, app: AppInput, model: Model): void {
  for (const list of ['ports', 'volumes', 'groups'] as const) checkIds(findings, app, list);
  const services = Object.keys(model.services);
  if (services.length === 0) findings.add(['compose', 'services'], 'no-image', 'services is empty');
  if (services.length > 20)
    findings.add(['compose', 'services'], 'limit', `${services.length} services, the limit is 20`);
  checkPorts(findings, model, services);
  checkWeb(findings, model);
  for (const [name, service] of Object.entries(model.services)) {
    const path = ['compose', 'services', name];
    checkDependencies(findings, path, name, model);
    checkTargets(findings, path, model, name);
    if (service.power.hostNetwork && service.networks.length > 0) {
      findings.add(
        [...path, 'networks'],
        'schema',
        'a service in the network of the server cannot join other networks',
      );
    }
  }
  model.files.forEach((file, index) => {
    for (const [position, mount] of file.mounts.entries()) {
      known(findings, ['files', index, 'mounts', position, 'service'], 'service', mount.service, services);
    }
  });
}

function checkIds(findings: Findings, app: AppInput, list: 'ports' | 'volumes' | 'groups'): void {
  const seen = new Set<string>();
  app[list].forEach(({ id }, index) => {
    if (seen.has(id)) findings.add([list, index, 'id'], 'duplicate-id', `${id} stands here twice`);
    seen.add(id);
  });
}

function checkPorts(findings: Findings, model: Model, services: string[]): void {
  const taken = new Set<string>();
  model.ports.forEach((port, index) => {
    const path = ['ports', index];
    known(findings, [...path, 'service'], 'service', port.service, services);
    const protocols = port.protocol === 'both' ? ['tcp', 'udp'] : [port.protocol];
    const claims = protocols.flatMap((protocol) => [
      `${port.service}:${port.target}/${protocol}`,
      `host:${port.preferred ?? port.id}/${protocol}`,
    ]);
    if (claims.some((claim) => taken.has(claim)))
      findings.add(path, 'duplicate-port', `port ${port.id} stands here twice under another id`);
    for (const claim of claims) taken.add(claim);
    if (port.fixed && port.preferred === undefined)
      findings.add(path, 'schema', `port ${port.id} is fixed and needs preferred`);
  });
}

function checkWeb(findings: Findings, model: Model): void {
  const tcp = model.ports.filter((port) => port.protocol !== 'udp').map((port) => port.id);
  model.web.forEach((web, index) => {
    known(findings, ['web', index, 'port'], 'TCP port', web.port, tcp);
  });
  if (model.web.filter((web) => web.primary).length > 1)
    findings.add(['web'], 'schema', 'only one entry of web can be primary');
  if (model.health) known(findings, ['health', 'port'], 'TCP port', model.health.port, tcp);
}

function checkDependencies(findings: Findings, path: PathStep[], name: string, model: Model): void {
  for (const [other, condition] of Object.entries(model.services[name]?.dependsOn ?? {})) {
    const at = [...path, 'depends_on', other];
    const target = model.services[other];
    if (!target) known(findings, at, 'service', other, Object.keys(model.services));
    else if (condition === 'service_healthy' && (!target.healthcheck || 'disable' in target.healthcheck)) {
      findings.add(at, 'schema', `${other} has no healthcheck, so nothing can wait for it to be healthy`);
    }
  }
  if (reaches(model, name, name))
    findings.add([...path, 'depends_on'], 'schema', `${name} waits for itself in a circle`);
}

function reaches(model: Model, from: string, goal: string, seen = new Set<string>()): boolean {
  return Object.keys(model.services[from]?.dependsOn ?? {}).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(model, next, goal, seen);
  });
}

function checkTargets(findings: Findings, path: PathStep[], model: Model, name: string): void {
  const service = model.services[name];
  if (!service) return;
  const secrets = service.secrets.map((key) => `/run/secrets/${key}`);
  const targets = [
    ...service.mounts.map((mount) => mount.target),
    ...service.tmpfs.map((mount) => mount.target),
    ...secrets,
  ];
  const double = targets.find((target, index) => targets.indexOf(target) !== index);
  if (double) findings.add([...path, 'volumes'], 'duplicate-target', `two mounts go to ${double}`);
  if (service.mounts.length > 32)
    findings.add([...path, 'volumes'], 'limit', `${service.mounts.length} mounts, the limit is 32`);
}

function known(
  findings: Findings,
  path: readonly PathStep[],
  what: string,
  name: string,
  names: string[],
): void {
  if (names.includes(name)) return;
  const near = nearest(name, names);
  findings.add(
    path,
    `unknown-${what.toLowerCase().replace(' ', '-')}`,
    `${name} is not a ${what} of this definition${near ? `; did you mean ${near}?` : ''}`,
  );
}
