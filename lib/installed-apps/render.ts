import 'server-only';
import { describePrivilege } from '@/lib/applications/privilege-words';
import { printYaml } from '@/lib/applications/yaml';
import { TomoError } from '@/lib/runtime/errors';
import { primaryAddress } from './addresses';
import { printEnvFile } from './env-file';
import { lastingLabels } from './labels';
import { configFiles, printTomoJson, secretFiles, sha256 } from './project-files';
import type { ComposeProject, ProjectFile, Rendered, RenderInput } from './render-input';
import { deployedImage, type Rendering, renderService } from './render-service';
import { usedPrivileges } from './used-privileges';
import { variablesOf } from './variables';

/**
 * Renders the project folder of one instance from the model and the choices made for it. Pure: equal input gives equal
 * bytes. Values of fields stand only in `.env`, configuration files and secret files; `compose.yaml` refers to them, and
 * every key it refers to is in `.env`.
 * Throws `forbidden` with reason `privilege_missing` when the deployment uses a privilege that was not granted.
 */
export function renderApp(input: RenderInput): Rendered {
  const privileges = grantedPrivileges(input);
  const rendering: Rendering = { input, variables: variablesOf(input), used: new Set() };
  const composeObject = renderProject(rendering);
  const { name } = input.instance;
  const compose = `# Written by Tomo for the app ${name}. The next deployment writes it anew.\n${printYaml(composeObject)}`;
  const envFile = printEnvFile(usedValues(rendering));
  const contents: ProjectFile[] = [
    { path: 'compose.yaml', mode: 0o600, content: compose, secret: false },
    { path: '.env', mode: 0o600, content: envFile, secret: true },
    ...configFiles(input.model, rendering.variables),
    ...secretFiles(input.model, rendering.variables),
  ];
  const tomoJson = printTomoJson(input, privileges, contents);
  return {
    compose,
    composeObject,
    composeHash: sha256(compose),
    envFile,
    envHash: input.fingerprint(envFile),
    tomoJson,
    files: [...contents, { path: 'tomo.json', mode: 0o600, content: tomoJson, secret: false }],
    ...places(input),
    images: [
      ...new Set(Object.values(input.model.services).map((service) => deployedImage(input, service.image))),
    ].sort(),
    privileges,
    url: primaryAddress(input.model, input.ports, input.server.host),
  };
}

function grantedPrivileges(input: RenderInput): string[] {
  const privileges = usedPrivileges(input.model, input);
  const missing = privileges.filter((id) => !input.granted.includes(id));
  if (missing.length === 0) return privileges;
  const titles = missing.map((id) => describePrivilege(id).title).join(', ');
  throw new TomoError('forbidden', `An administrator must allow: ${titles}.`, {
    reason: 'privilege_missing',
    hint: 'Ask an administrator to grant it for this version of the application.',
    data: { privileges: missing.join(' ') },
  });
}

function renderProject(rendering: Rendering): ComposeProject {
  const { input } = rendering;
  const { model, instance } = input;
  const labels = lastingLabels(instance.id);
  const services = Object.fromEntries(
    Object.entries(model.services).map(([name, service]) => [name, renderService(rendering, name, service)]),
  );
  const named = places(input).volumes;
  const secrets = [...new Set(Object.values(model.services).flatMap((service) => service.secrets))].sort();
  return {
    name: instance.name,
    services,
    networks: Object.fromEntries(['default', ...model.networks].map((network) => [network, { labels }])),
    ...(named.length > 0 && {
      volumes: Object.fromEntries(named.map(({ id, name }) => [id, { name, labels }])),
    }),
    ...(secrets.length > 0 && {
      secrets: Object.fromEntries(secrets.map((key) => [key, { file: `./secrets/${key}` }])),
    }),
  };
}

/** The lines of `.env`: exactly the keys that `compose.yaml` refers to, plus nothing. */
function usedValues({ used, variables }: Rendering): Record<string, string> {
  return Object.fromEntries(
    [...used].map((key) => {
      const value = Object.hasOwn(variables, key) ? variables[key] : undefined;
      if (value === undefined) throw new Error(`compose.yaml refers to ${key}, which has no value`);
      return [key, value];
    }),
  );
}

function places(input: RenderInput): Pick<Rendered, 'networks' | 'volumes' | 'folders'> {
  const { model, instance } = input;
  const placeOf = (id: string) => input.volumes[id]?.kind ?? 'named';
  return {
    networks: ['default', ...model.networks].map((network) => `${instance.name}_${network}`),
    volumes: model.volumes
      .filter(({ id }) => placeOf(id) === 'named')
      .map(({ id, owner }) => ({ id, name: `${instance.name}_${id}`, owner })),
    folders: model.volumes
      .filter(({ id }) => placeOf(id) === 'folder')
      .map(({ id, owner }) => ({ path: `data/${id}`, owner })),
  };
}
