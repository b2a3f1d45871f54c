import 'server-only';
import { updateInstalledApp } from '@/db/installed-apps/mutations';
import { write } from '@/db/write';
import { nowIso } from '@/lib/runtime/clock';
import { TomoError } from '@/lib/runtime/errors';
import { runDetachedOk } from '@/lib/servers/detached-step';
import { lookAtApp } from '../look';
import { renderInputOf } from '../render-version';
import { composeStop, stopService } from '../scripts/compose';
import { onServer, type VersionWork } from './context';

/** Stops the containers of an app, or of one service, detached from the connection; what they keep stays. */
export async function stopContainersStep(work: VersionWork, service?: string): Promise<void> {
  await work.job.step('stop', async (step) => {
    if (service !== undefined) {
      await runDetachedOk(step, work.serverId, {
        script: stopService,
        args: { instance_id: work.app.id, service },
        lock: 'shared',
        what: `Stopping ${service}`,
        leaves: `${service} may be stopped; the other services run.`,
      });
      return { summary: `${service} stopped` };
    }
    await runDetachedOk(step, work.serverId, {
      script: composeStop,
      args: { instance: work.app.instanceName, instance_id: work.app.id },
      lock: 'shared',
      what: 'Stopping the containers',
      leaves: 'Some of its containers may be stopped.',
    });
    return { summary: 'Containers stopped' };
  });
}

/** Proves that nothing of the app runs any more, and keeps what was seen. */
export async function verifyStoppedStep(work: VersionWork): Promise<void> {
  await work.job.step('verify', async (step) => {
    const { model } = renderInputOf(work.app, work.version, work.secrets);
    const subject = { installedAppId: work.app.id, model, desired: 'stopped' as const, earlier: {} };
    const { containers, columns, verdict } = await onServer(work, (link) =>
      lookAtApp(link, subject, step.signal),
    );
    await write((tx) =>
      updateInstalledApp(tx, work.app.id, {
        ...columns,
        status: verdict.status,
        statusCheckedAt: nowIso(),
      }),
    );
    const running = containers.filter(({ state }) => state.running);
    if (running.length > 0)
      throw new TomoError('unavailable', `${running[0]?.name} still runs.`, {
        hint: 'Something on the server starts it again. Look at its log, then stop the app once more.',
        reason: 'still_running',
      });
    return { summary: 'Nothing of it runs' };
  });
}
