import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/db/client';
import { findNewestVersion } from '@/db/installed-apps/queries';
import { listJobLinesAfter } from '@/db/jobs/queries';
import { write } from '@/db/write';
import { deployable } from '@/e2e/support/apps';
import { freshDatabase } from '@/e2e/support/database';
import { endOfJob } from '@/e2e/support/job-run';
import { startSshd, type TestSshd } from '@/e2e/support/sshd';
import { anAdmin } from '@/e2e/support/stored-server';
import { startInstall } from '@/lib/installed-apps/start-install';
import { openSecrets, secretsOnServer } from '@/lib/installed-apps/version-secrets';
import { wakeWorker } from '@/lib/jobs/bus';
import { registerJob } from '@/lib/jobs/define';
import { startWorker } from '@/lib/jobs/worker';
import { prepareSettings } from '@/lib/settings/read';
import { saveCredential } from '../credentials';
import { closeConnections } from '../with-server';
import { runCommandJob } from './job';
import { startCommands } from './start-commands';

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let sshd: TestSshd;
let worker: Awaited<ReturnType<typeof startWorker>> | undefined;

beforeAll(async () => {
  sshd = await startSshd();
  fresh = await freshDatabase();
  await prepareSettings();
  await write((tx) =>
    tx.run(
      "UPDATE system_settings SET setting_value = 'true' WHERE setting_key = 'servers.commands_enabled'",
    ),
  );
  await prepareSettings();
});
afterAll(async () => {
  await worker?.stop();
  await closeConnections();
  await fresh.close();
  await sshd.close();
});

describe('G21 the output of a command', () => {
  it('shows no secret of an app on that server, in none of its spellings, and still shows the rest', async () => {
    if (sshd.auth.kind !== 'key') throw new Error('The test server takes a key.');
    const signIn = { authType: 'key', privateKey: sshd.auth.privateKey.reveal() } as const;
    const { type, blob } = sshd.hostKeys.ed25519;
    const pinned = { hostKeyType: type, hostKeyPublic: blob };
    const { actor, answers, serverId } = await deployable({ ...sshd.target, ...pinned });
    await write((tx) => saveCredential(tx, serverId, signIn));
    const { installedAppId } = await startInstall(actor, answers('miniflux'), null);
    const version = await findNewestVersion(database(), installedAppId);
    const secret = version && openSecrets(version).get('DB_PASSWORD')?.reveal();
    if (!secret) throw new Error('The app has no secret.');

    registerJob(runCommandJob(secretsOnServer));
    const spellings = [
      secret,
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('hex'),
    ];
    const command = `cat <<'END'\nDB_PASSWORD=${spellings[0]}\nAuthorization: Basic ${spellings[1]}\n${spellings[2]}\nEND`;
    const { started } = await startCommands(anAdmin, [serverId], {
      command,
      as: 'account',
      timeoutSeconds: 30,
    });
    worker = await startWorker();
    wakeWorker();
    const jobId = started[0]?.jobId ?? '';
    expect(await endOfJob(jobId)).toMatchObject({ status: 'completed' });

    const lines = (await listJobLinesAfter(database(), jobId, 0, 100)).map(({ message }) => message);
    for (const spelling of spellings) expect(lines.join('\n')).not.toContain(spelling);
    expect(lines).toContain('DB_PASSWORD=••••••');
    expect(lines).toContain('Authorization: Basic ••••••');
  });
});
