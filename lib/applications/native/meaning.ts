import 'server-only';
import { builtInKeys } from '../built-in-keys';
import { isSecretType } from '../field-model';
import type { Model } from '../model';
import { nearest } from '../nearest';
import { describePrivilege } from '../privilege-words';
import { neededPrivileges } from '../privileges';
import type { AppInput } from './app-input';
import type { Findings } from './findings';

/** Checks what single values cannot show: references, names of other entries, unused entries and privileges. */
export function checkMeaning(findings: Findings, app: AppInput, model: Model): void {
  checkReferences(findings, model);
  checkUnused(findings, app, model);
  checkPrivileges(findings, app, model);
  checkAttention(findings, model);
}

function checkReferences(findings: Findings, model: Model): void {
  const keys = [
    ...model.fields.map((field) => field.key),
    ...builtInKeys(model.ports.map((port) => port.id)),
  ];
  for (const { key, path } of findings.references) {
    if (keys.includes(key)) continue;
    const near = nearest(key, keys);
    findings.add(
      path,
      'unknown-variable',
      `\${${key}} is not a field${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  const asksUrl = findings.references.find((reference) => reference.key === 'TOMO_URL');
  if (asksUrl && !model.web.some((web) => web.primary)) {
    findings.add(asksUrl.path, 'web-port-unknown', `\${TOMO_URL} needs an entry in web with primary: true`);
  }
  for (const [name, service] of Object.entries(model.services)) {
    service.secrets.forEach((key, index) => {
      const path = ['compose', 'services', name, 'secrets', index];
      const field = model.fields.find((one) => one.key === key);
      if (!field || !isSecretType(field.type))
        findings.add(path, 'unknown-field', `${key} is not a field of type secret or password`);
      findings.references.push({ key, path, uses: true });
    });
  }
}

function checkUnused(findings: Findings, app: AppInput, model: Model): void {
  const used = new Set(
    findings.references.filter((reference) => reference.uses).map((reference) => reference.key),
  );
  for (const field of model.fields) for (const key of Object.keys(field.showIf ?? {})) used.add(key);
  app.fields.forEach((field, index) => {
    if (!used.has(field.key))
      findings.add(['fields', index], 'unused-field', `field ${field.key} is never used`);
  });
  const mounts = Object.values(model.services).flatMap((service) => service.mounts);
  app.volumes.forEach((volume, index) => {
    if (!mounts.some((mount) => mount.kind === 'volume' && mount.volume === volume.id)) {
      findings.add(['volumes', index], 'unused-volume', `volume ${volume.id} is mounted nowhere`);
    }
  });
  model.files.forEach((file, index) => {
    if (!mounts.some((mount) => mount.kind === 'file' && mount.file === file.path)) {
      findings.add(['files', index], 'unused-file', `file ${file.path} is mounted nowhere`);
    }
  });
}

function checkPrivileges(findings: Findings, app: AppInput, model: Model): void {
  const needed = neededPrivileges(model);
  for (const [id, services] of needed) {
    const index = app.privileges.findIndex((privilege) => privilege.id === id);
    if (index >= 0) {
      const text = `an administrator must allow: ${describePrivilege(id).title}`;
      findings.add(['privileges', index], `consent:${id}`, text, { level: 'attention' });
      continue;
    }
    const { path, subject } = findings.needs.get(id) ?? {
      path: ['compose', 'services', services[0] ?? ''],
      subject: id,
    };
    findings.add(
      path,
      `consent:${id}`,
      `${subject} needs consent: list ${id} with a reason under privileges`,
    );
  }
  app.privileges.forEach((privilege, index) => {
    if (needed.has(privilege.id)) return;
    const near = nearest(privilege.id, needed.keys());
    const advice = near ? `; did you mean ${near}?` : '';
    findings.add(
      ['privileges', index],
      'unused-privilege',
      `nothing here needs the privilege ${privilege.id}${advice}`,
    );
  });
}

/** What a person must decide or know although the definition is sound. */
function checkAttention(findings: Findings, model: Model): void {
  if (model.requirements.https)
    findings.add(['requirements', 'https'], 'https-assumed', 'the app works only behind https', {
      level: 'attention',
    });
  if (model.credentials?.mustChange) {
    findings.add(['credentials'], 'default-login', 'the app starts with a known login that must be changed', {
      level: 'attention',
    });
  }
}
