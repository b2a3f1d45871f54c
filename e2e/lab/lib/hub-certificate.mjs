/**
 * The certificate under which the lab's registry answers as Docker Hub. Targets trust it as they trust any authority in
 * their system's store; its key never leaves this lab.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePrograms } from './apt.mjs';
import { paths } from './paths.mjs';
import { run } from './run.mjs';

export const hubHost = 'registry-1.docker.io';

const certificate = join(paths.hub, 'hub.crt');

/** @param {(message: string) => void} progress */
export async function ensureHubCertificate(progress) {
  if (existsSync(certificate)) return;
  await ensurePrograms(['openssl'], progress);
  await run('openssl', [
    ...[
      'req',
      '-x509',
      '-nodes',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-days',
      '3650',
    ],
    ...['-subj', `/CN=${hubHost}`, '-addext', `subjectAltName=DNS:${hubHost}`],
    ...['-keyout', join(paths.hub, 'hub.key'), '-out', certificate],
  ]);
}

export const readHubCertificate = () => readFileSync(certificate, 'utf8');
