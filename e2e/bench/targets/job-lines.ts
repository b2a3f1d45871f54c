import type { Api } from '@/e2e/journeys/api';
import { jobEnd, jobWhen, type Started } from '@/e2e/journeys/jobs';
import { jobEvents } from '@/e2e/journeys/stream';
import type { Tomo } from '@/e2e/support/app';
import type { Bench } from '../goal';
import { startBrowser } from './browser';
import { there } from './lab-server';
import { Arrivals, type LineWriter, nowNs, placeWriter } from './line-writer';

const HOOK = '/etc/apt/apt.conf.d/99tomo-bench';

/** A job of Tomo whose step prints what the bench wants, and who watches it. */
export type PrintingJob = {
  jobId: string;
  writer: LineWriter;
  /** A program that reads the stream of the job. */
  client: Arrivals;
  /** A page of a real browser with the same stream. */
  browser: Arrivals;
};

/**
 * Starts a preparation whose package index is old, with a hook of apt's own in front of the update: what the hook prints is
 * a line of the step like any other.
 */
export async function startPrintingJob(
  bench: Bench,
  tomo: Tomo,
  admin: Api,
  serverId: string,
): Promise<PrintingJob> {
  const writer = await placeWriter('job');
  // The file systems of the lab's containers do not tell "tail" of new bytes; those of servers do.
  await there('mkdir -p /var/lib/tomo/jobs && mount -t tmpfs tmpfs /var/lib/tomo/jobs');
  await there(`printf 'APT::Update::Pre-Invoke { "%s"; };\\n' '${writer.command}' > ${HOOK}
    touch -d '3 hours ago' /var/lib/apt/lists/*_Packages*`);
  const path = `/api/v1/servers/${serverId}/preparations`;
  const { body, text } = await admin.post<Started>(path, { dockerSource: 'vendor' });
  if (!body.jobId) throw new Error(`no job was started: ${text}`);
  bench.afterwards(async () => {
    await there(`rm -f ${HOOK}`);
    await writer.stop();
    await jobEnd(admin, body.jobId, 120_000);
    await there('umount /var/lib/tomo/jobs');
  });
  await jobWhen(
    admin,
    body.jobId,
    'the step that prints',
    ({ state }) => state.currentStep === 'refresh_index',
  );
  const client = followByProgram(bench, tomo, admin, body.jobId);
  const browser = await followInBrowser(bench, tomo, admin, body.jobId);
  return { jobId: body.jobId, writer, client, browser };
}

function followByProgram(bench: Bench, tomo: Tomo, admin: Api, jobId: string): Arrivals {
  const arrivals = new Arrivals();
  const leave = new AbortController();
  bench.afterwards(() => leave.abort());
  const read = async () => {
    for await (const { event, data } of jobEvents(tomo, admin, jobId, 0, leave.signal))
      if (event === 'line') arrivals.take((data as { message: string }).message, nowNs());
  };
  read().catch((error) => leave.signal.aborted || console.error(error));
  return arrivals;
}

/** The browser's own network stack says when an event came, by the clock that the writer reads too. */
async function followInBrowser(bench: Bench, tomo: Tomo, admin: Api, jobId: string): Promise<Arrivals> {
  const context = await (await startBrowser(bench, tomo, admin))();
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  const arrivals = new Arrivals();
  wire.on('Network.eventSourceMessageReceived', ({ eventName, data, timestamp }) => {
    if (eventName === 'line')
      arrivals.take((JSON.parse(data) as { message: string }).message, timestamp * 1e9);
  });
  await wire.send('Network.enable');
  await page.goto(`/activity/${jobId}`);
  await page.locator('[data-wire="live"]').waitFor();
  return arrivals;
}
