import type { Api } from '@/e2e/journeys/api';
import { defineApplication } from '@/e2e/journeys/applications';
import { acted, deploy } from '@/e2e/journeys/deploying';
import { serverEvents } from '@/e2e/journeys/stream';
import type { Tomo } from '@/e2e/support/app';
import type { Bench } from '../goal';
import { there } from './lab-server';
import { Arrivals, type LineWriter, nowNs, placeWriter } from './line-writer';

/** An app whose only container prints what the bench wants, and a program that follows its log. */
export async function startTalkingApp(
  bench: Bench,
  tomo: Tomo,
  admin: Api,
  serverId: string,
): Promise<{ writer: LineWriter; client: Arrivals }> {
  const services = { talk: { image: 'busybox:1.36', command: ['sleep', '86400'] } };
  const applicationId = await defineApplication(tomo, 'bench-talk', services);
  const appId = await deploy(admin, { applicationId, serverId, instanceName: 'bench-talk' });
  const writer = await placeWriter('app');
  // The image has no clock as fine as is needed: the writer runs beside the container and prints into its output.
  const pid = await there("docker inspect --format '{{.State.Pid}}' bench-talk-talk-1");
  await there(`setsid ${writer.command} > /proc/${pid}/fd/1 2>/dev/null </dev/null &`);
  const client = new Arrivals();
  const leave = new AbortController();
  bench.afterwards(async () => {
    leave.abort();
    await writer.stop();
    await acted(admin, appId, 'removals', { volumes: true });
  });
  const read = async () => {
    for await (const { event, data } of serverEvents(
      tomo,
      admin,
      `/api/v1/apps/${appId}/logs/stream`,
      0,
      leave.signal,
    )) {
      const at = nowNs();
      if (event === 'lines') for (const { text } of data as { text: string }[]) client.take(text, at);
    }
  };
  read().catch((error) => leave.signal.aborted || console.error(error));
  // The first turn also waits for the log to be followed.
  await client.of(writer, 5, 100);
  return { writer, client };
}
