import 'server-only';

const runsCode = 'nothing of a definition is executed on the server outside its containers';

/** Keys of Compose that people know and a native definition may not use, with what to do instead. */
const reasons: Record<string, string> = {
  build: 'publish an image and name it in image',
  extends: 'write the whole service here',
  include: 'write the whole project here',
  env_file: 'list the variables in environment',
  profiles: 'every service of a definition is always part of it',
  container_name: 'services reach each other by their service name',
  links: 'services reach each other by their service name',
  external_links: 'an app is a project of its own',
  volumes_from: 'declare a volume and mount it in both services',
  expose: 'services of one project reach every port of each other',
  labels: 'Tomo sets its own labels',
  annotations: 'Tomo sets its own labels',
  logging: 'the log limits are a setting of Tomo',
  configs: 'use the list files',
  scale: 'an app runs one container per service',
  mem_limit: 'use deploy.resources.limits.memory',
  cpus: 'use deploy.resources.limits.cpus',
  pids_limit: 'use deploy.resources.limits.pids',
  runtime: 'use gpus: all',
  post_start: runsCode,
  pre_stop: runsCode,
  provider: runsCode,
  develop: runsCode,
  credential_spec: 'it reads files of the server',
  use_api_socket: 'mount the Docker socket and list the privilege docker-socket',
  device_cgroup_rules: 'list single devices in devices',
  cgroup: 'it escapes the limits of the container',
  cgroup_parent: 'it escapes the limits of the container',
  uts: 'set hostname instead',
};

/** The message for `key` in a service, undefined when it is not a key of Compose that we know to refuse. */
export function refusedServiceKey(key: string): string | undefined {
  if (key === 'ports') return 'declare published ports in the list ports, with a purpose';
  const reason = Object.hasOwn(reasons, key) ? reasons[key] : undefined;
  return reason && `${key} is not supported: ${reason}`;
}

const topLevel = new Set(['volumes', 'networks', 'secrets', 'configs', 'include', 'name', 'version']);

/** The message for `key` beside `services`, undefined when it is unknown. */
export function refusedProjectKey(key: string): string | undefined {
  if (!topLevel.has(key)) return undefined;
  if (key === 'volumes') return 'declare volumes in the list volumes of the definition, with a purpose';
  if (key === 'networks') return 'networks need no declaration: name them in the services';
  if (key === 'secrets') return 'use fields of type secret, and name them in the secrets of a service';
  return `${key} is not supported here: only services is`;
}
