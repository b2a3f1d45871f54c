import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Api } from '@/e2e/journeys/api';
import { addServerDirectly, lastCheck } from '@/e2e/journeys/servers';
import { change, setSettings } from '@/e2e/journeys/stored';
import type { Tomo } from '@/e2e/support/app';
import { newId } from '@/lib/runtime/ids';
import { root } from '../machine';
import type { Hosts } from './hosts';

/** Every page of the signed-in shell, with an address that shows something. Throws when a page needs a row unknown here. */
export async function everyPage(
  tomo: Tomo,
  admin: Api,
  hosts: Pick<Hosts, 'sshd'>,
): Promise<{ page: string; address: string }[]> {
  // Pages that a setting hides weigh something, too.
  await setSettings(tomo, { 'servers.commands_enabled': true });
  const rows = await rowsFor(tomo, admin, hosts);
  const folder = path.join(root, 'app/(console)');
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
    .sort()
    .map((page) => ({ page, address: page.replace(/\[(\w+)\]/g, (_all, name) => known(rows, page, name)) }));
}

function known(rows: Record<string, string>, page: string, name: string): string {
  const id = rows[name];
  if (!id) throw new Error(`${page} shows a row that the bench does not make: ${name}`);
  return id;
}

async function rowsFor(
  tomo: Tomo,
  admin: Api,
  { sshd }: Pick<Hosts, 'sshd'>,
): Promise<Record<string, string>> {
  const privateKey = sshd.auth.kind === 'key' ? sshd.auth.privateKey.reveal() : '';
  const serverId = await addServerDirectly(admin, { name: 'web-1', ...sshd.target, privateKey });
  const { id: jobId } = await lastCheck(admin, serverId);
  const { body } = await admin.get<{ applications: { id: string }[] }>('/api/v1/applications');
  const applicationId = body.applications[0]?.id ?? '';
  const installedAppId = randomUUID();
  const now = new Date().toISOString();
  // Past any page: what the page of an app weighs does not depend on a Docker engine.
  await change(
    tomo,
    `INSERT INTO installed_apps (id, server_id, app_id, instance_name, display_name, status, created_at, updated_at)
     VALUES (?, ?, ?, 'an-app', 'An app', 'stopped', ?, ?)`,
    [installedAppId, serverId, applicationId, now, now],
  );
  // A container with one measured minute, which is gone by now, has a page made of the same parts as any other.
  await change(
    tomo,
    `INSERT INTO container_metrics (id, server_id, container_name, container_id, timestamp, period_seconds, cpu_percent,
       cpu_percent_min, cpu_percent_max, memory_usage_bytes, memory_usage_bytes_min, memory_usage_bytes_max, status)
     VALUES (?, ?, 'web', 'c0ffee', ?, 60, 1, 1, 1, 1000, 1000, 1000, 'running')`,
    [newId(), serverId, now],
  );
  return { serverId, jobId, applicationId, installedAppId, name: 'web' };
}
