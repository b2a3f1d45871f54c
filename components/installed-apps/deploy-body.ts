import type { DeployFormView } from '@/lib/installed-apps/deploy-loader';

type Form = DeployFormView['form'];

/** What the form knows that stands in none of its controls. */
export type DeployContext = {
  applicationId: string;
  serverId: string;
  form: Form;
  /** Keys of passwords whose present value the Generate button made. */
  generated: readonly string[];
  /** The app that is tried again. */
  installedAppId: string | undefined;
};

const MEBIBYTE = 2 ** 20;

/** The body of `POST /api/v1/apps` from the controls of the form; names are `fields.KEY`, `ports.ID`, `binds.ID`, `limits.SERVICE.*`. */
export function deployBody(data: FormData, context: DeployContext): Record<string, unknown> {
  const text = (name: string) => String(data.get(name) ?? '');
  const displayName = text('displayName').trim();
  return {
    applicationId: context.applicationId,
    serverId: context.serverId,
    instanceName: text('instanceName').trim(),
    ...(displayName !== '' && { displayName }),
    fields: fieldsOf(data, context.form),
    generated: context.generated,
    ports: context.form.ports
      .filter(({ id }) => data.has(`ports.${id}`))
      .map(({ id }) => ({ id, port: Number(text(`ports.${id}`)) || 0, bind: text(`binds.${id}`) })),
    limits: limitsOf(data, context.form),
    ...(context.installedAppId && { installedAppId: context.installedAppId }),
  };
}

/** Only what the form shows: a field that is hidden or made by Tomo is decided by the server. */
function fieldsOf(data: FormData, { groups }: Form): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const field of groups.flatMap((group) => group.fields)) {
    const name = `fields.${field.key}`;
    if (field.type === 'boolean') {
      // A box that is not ticked posts nothing; its marker says that it was there.
      if (data.has(`${name}.shown`)) fields[field.key] = data.has(name) ? 'true' : 'false';
    } else if (field.type === 'multi-select') {
      if (data.has(`${name}.shown`)) fields[field.key] = data.getAll(name).map(String);
    } else if (data.has(name)) fields[field.key] = String(data.get(name));
  }
  return fields;
}

function limitsOf(data: FormData, { services }: Form) {
  const limits = services.map(({ name }) => {
    const memory = Number(data.get(`limits.${name}.memoryBytes`)) || 0;
    const cpus = Number(data.get(`limits.${name}.cpus`)) || 0;
    const restart = String(data.get(`limits.${name}.restart`) ?? '');
    return [
      name,
      {
        ...(memory > 0 && { memoryBytes: Math.round(memory * MEBIBYTE) }),
        ...(cpus > 0 && { cpus }),
        ...(restart !== '' && { restart }),
      },
    ] as const;
  });
  return Object.fromEntries(limits.filter(([, limit]) => Object.keys(limit).length > 0));
}
