import 'server-only';
import { type Field, type FieldType, isSecretType } from './field-model';
import type { AppPort, Model, Volume } from './model';
import { describePrivilege } from './privilege-words';

/** One question, as plain data for a client component. Never holds a value of an existing app. */
export type FormField = {
  key: string;
  type: FieldType;
  label: string;
  help: string | undefined;
  /** Value to start with; undefined where the server decides (time zone, user and group) or a person must. */
  default: string | undefined;
  required: boolean;
  /** Shown while every named field has one of the values. */
  showIf: Record<string, string[]>;
  /** Cannot be changed once the app has started. */
  once: boolean;
  secret: boolean;
  /** `always`: made by Tomo, no question. `offered`: a button fills it in. */
  generate: 'always' | 'offered' | 'no';
  pattern: string | undefined;
  min: number | undefined;
  max: number | undefined;
  integer: boolean;
  /** What yes and no are written as, for `boolean`. */
  values: [string, string] | undefined;
  options: { value: string; label: string }[];
};

export type FormGroup = { id: string; label: string; advanced: boolean; fields: FormField[] };

export type FormPort = Pick<
  AppPort,
  | 'id'
  | 'service'
  | 'target'
  | 'protocol'
  | 'preferred'
  | 'purpose'
  | 'bind'
  | 'fixed'
  | 'sameInside'
  | 'optional'
> & {
  /** Name of the web page behind it, if there is one. */
  web: string | undefined;
};

export type FormVolume = Pick<Volume, 'id' | 'purpose' | 'description' | 'shared' | 'backup'> & {
  mounts: { service: string; target: string; readOnly: boolean }[];
};

/** Everything a deploy form needs to know about a definition. */
export type DeployForm = {
  slug: string;
  name: string;
  version: string;
  groups: FormGroup[];
  ports: FormPort[];
  volumes: FormVolume[];
  services: {
    name: string;
    image: string;
    memoryBytes: number | undefined;
    cpus: number | undefined;
    restart: string;
  }[];
  privileges: {
    id: string;
    why: string;
    services: string[];
    title: string;
    meaning: string;
    severe: boolean;
  }[];
  architectures: string[];
  requirements: Model['requirements'];
};

/**
 * What a deploy form shows for `model`, as plain data. Fields without a group come first, in a group with an empty label;
 * secrets that Tomo makes stand in an advanced group of their own.
 */
export function deployForm(model: Model): DeployForm {
  return {
    slug: model.slug,
    name: model.name,
    version: model.version,
    groups: groupsOf(model),
    ports: model.ports.map((port) => ({ ...port, web: model.web.find((web) => web.port === port.id)?.name })),
    volumes: model.volumes.map((volume) => volumeOf(model, volume)),
    services: Object.entries(model.services).map(([name, service]) => ({
      name,
      image: service.image,
      memoryBytes: service.limits.memoryBytes,
      cpus: service.limits.cpus,
      restart: service.restart,
    })),
    privileges: model.privileges.map((privilege) => ({ ...privilege, ...describePrivilege(privilege.id) })),
    architectures: model.architectures,
    requirements: model.requirements,
  };
}

function groupsOf(model: Model): FormGroup[] {
  const made = model.fields.filter((field) => field.type === 'secret');
  const asked = model.fields.filter((field) => field.type !== 'secret');
  const groups = [
    { id: '', label: '', advanced: false, fields: asked.filter((field) => field.group === undefined) },
    ...model.groups.map((group) => ({ ...group, fields: asked.filter((field) => field.group === group.id) })),
    { id: 'generated', label: 'Generated secrets', advanced: true, fields: made },
  ];
  return groups
    .filter((group) => group.fields.length > 0)
    .map((group) => ({ ...group, fields: group.fields.map(formField) }));
}

function formField(field: Field): FormField {
  return {
    key: field.key,
    type: field.type,
    label: field.label,
    help: field.help,
    default: field.default,
    required: field.required,
    showIf: field.showIf ?? {},
    once: field.once,
    secret: isSecretType(field.type),
    generate: field.type === 'secret' ? 'always' : field.generate ? 'offered' : 'no',
    pattern: field.pattern,
    min: field.min,
    max: field.max,
    integer: field.integer,
    values: field.values,
    options: field.options ?? [],
  };
}

function volumeOf(model: Model, { id, purpose, description, shared, backup }: Volume): FormVolume {
  const mounts = Object.entries(model.services).flatMap(([service, { mounts: all }]) =>
    all.flatMap((mount) =>
      mount.kind === 'volume' && mount.volume === id
        ? [{ service, target: mount.target, readOnly: mount.readOnly }]
        : [],
    ),
  );
  return { id, purpose, description, shared, backup, mounts };
}
