import 'server-only';
import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/applications/canonical';
import { isSecretType } from '@/lib/applications/field-model';
import type { ConfigFile, Model } from '@/lib/applications/model';
import { fillText, referencesOf } from '@/lib/applications/text';
import type { ProjectFile, RenderInput } from './render-input';

/** The text of a configuration file with its references filled in; `escape: json` makes each value fit into a JSON string. */
export function fileContent(file: ConfigFile, variables: Readonly<Record<string, string>>): string {
  if (file.escape !== 'json') return fillText(file.content, variables);
  const escaped = Object.fromEntries(
    referencesOf(file.content).map((key) => [key, JSON.stringify(variables[key] ?? '').slice(1, -1)]),
  );
  return fillText(file.content, escaped);
}

/**
 * Configuration files below `files/`. They are readable by everyone inside the folder, because the programs in containers
 * run as many different users; the folder around them is closed to everyone but root.
 */
export function configFiles(model: Model, variables: Readonly<Record<string, string>>): ProjectFile[] {
  const secretKeys = new Set(
    model.fields.filter((field) => isSecretType(field.type)).map((field) => field.key),
  );
  return model.files.map((file) => ({
    path: `files/${file.path}`,
    mode: 0o644,
    content: fileContent(file, variables),
    secret: referencesOf(file.content).some((key) => secretKeys.has(key)),
  }));
}

/** One file per secret that a service reads as a file, without a line feed at its end. */
export function secretFiles(model: Model, variables: Readonly<Record<string, string>>): ProjectFile[] {
  const keys = new Set(Object.values(model.services).flatMap((service) => service.secrets));
  return [...keys]
    .sort()
    .map((key) => ({ path: `secrets/${key}`, mode: 0o444, content: variables[key] ?? '', secret: true }));
}

/** `tomo.json`: what the folder is and where it came from, for people and for adoption by another Tomo. No secrets. */
export function printTomoJson(
  input: RenderInput,
  privileges: readonly string[],
  files: readonly ProjectFile[],
): string {
  const { model, instance, origin } = input;
  const facts = {
    format: 1,
    instance: { id: instance.id, name: instance.name },
    app: { id: instance.appId, slug: model.slug, name: model.name, version: model.version },
    origin,
    contentHash: input.contentHash,
    digests: input.digests,
    ports: input.ports,
    consents: privileges,
    // A secret that is short or chosen by a person could be guessed from its hash.
    files: Object.fromEntries(
      files.filter((file) => !file.secret).map((file) => [file.path, sha256(file.content)]),
    ),
    writtenAt: input.renderedAt,
  };
  return `${JSON.stringify(JSON.parse(canonicalJson(facts)), null, 2)}\n`;
}

/** SHA-256 in lower-case hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
