import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './journeys/api';
import { defineApplication } from './journeys/applications';
import { type Job, jobEnd, jobWhen, type Started } from './journeys/jobs';
import { accountOf, addressOf, addServerDirectly, checkDirectly } from './journeys/servers';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import { tracesIn, tracesInFolder } from './journeys/traces';
import { execIn, resetTarget, target } from './lab/lab.mjs';

/**
 * Deploying apps where something is in the way: images that do not exist, programs that end, ports and names that are
 * held, hands that change things behind the back of Tomo, and a Tomo that is killed. The way where all goes well is in
 * `main-job.spec.ts`.
 */
const DEBIAN = 'debian13b';
const onDebian = { tag: ['@apps', '@debian13b'] };
const IN_THE_WAY = 'theirs';

type Install = Started & { installedAppId: string };
type App = { state: string };

test.setTimeout(240_000);

test.describe
  .serial('apps on a Debian 13', () => {
    let serverId = '';
    const ports = target(DEBIAN).webPorts;
    const port = (index: number) => ports[index] ?? 0;
    const web = (index: number, bind = 'all') => [{ id: 'web', port: port(index), bind }];
    const starter = async (api: Api, slug: string) => {
      const { body } = await api.get<{ applications: { id: string; slug: string }[] }>(
        '/api/v1/applications',
      );
      return body.applications.find((one) => one.slug === slug)?.id ?? '';
    };
    const ask = (api: Api, applicationId: string, instanceName: string, more: object = {}) =>
      api.post<Install>('/api/v1/apps', { applicationId, serverId, instanceName, ...more });
    const deploy = async (api: Api, applicationId: string, instanceName: string, more: object = {}) => {
      const { status, body, text } = await ask(api, applicationId, instanceName, more);
      expect(status, text).toBe(202);
      return { id: body.installedAppId, job: await jobEnd(api, body.jobId) };
    };
    const act = async (api: Api, id: string, what: string, body: object = {}) => {
      const { status, body: started, text } = await api.post<Started>(`/api/v1/apps/${id}/${what}`, body);
      expect(status, text).toBe(202);
      return jobEnd(api, started.jobId);
    };
    const read = async (api: Api, id: string) => (await api.get<App>(`/api/v1/apps/${id}`)).body;

    test('the server is prepared, and somebody else lives there too', onDebian, async ({ admin }) => {
      await resetTarget(DEBIAN);
      serverId = await addServerDirectly(admin, {
        name: 'shared',
        ...addressOf(DEBIAN),
        ...accountOf('root'),
      });
      const started = await admin.post<Started>(`/api/v1/servers/${serverId}/preparations`);
      const job = await jobEnd(admin, started.body.jobId, 200_000);
      expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
      await onServer(
        `docker run -d --name foreign -v foreign_data:/data busybox:1.36 sleep 100000 && docker network create foreign_net
         mkdir -p /root/${IN_THE_WAY} && cd /root/${IN_THE_WAY}
         printf 'services: {x: {image: "busybox:1.36", command: [sleep, "100000"]}}' > compose.yaml && docker compose up -d`,
      );
    });

    test(
      'an image that does not exist is named, and nothing is left but a row',
      onDebian,
      async ({ tomo, page, admin }) => {
        const application = await defineApplication(tomo, 'absent', { app: { image: 'tomo-lab/absent:1' } });
        const { id, job } = await deploy(admin, application, 'absent');
        expect(job.state).toMatchObject({ status: 'failed', currentStep: 'pull' });
        expect(job.state.errorMessage).toMatch(/^\S*tomo-lab\/absent:1 does not exist in its registry/);
        expect(job.state.hint).toBeTruthy();
        expect(await read(admin, id)).toMatchObject({ state: 'failed' });
        expect(await onServer('docker ps -aq --filter label=dev.tomo.instance')).toBe('');

        await page.goto(`/apps/${id}`);
        await expect(page.getByText(/does not exist in its registry/).first()).toBeVisible();
        await page.goto(`/activity/${job.id}`);
        await expect(page.locator('[data-step=pull]')).toHaveAttribute('data-status', 'failed');

        expect((await act(admin, id, 'removals', { volumes: false })).state.status).toBe('completed');
        expect(await onServer('ls /opt/tomo/apps')).toBe('');
      },
    );

    for (const [name, restart] of Object.entries({ crash: 'unless-stopped', crashonce: 'no' })) {
      test(
        `a program that ends at once fails with its code and its words (restart: ${restart})`,
        onDebian,
        async ({ tomo, admin }) => {
          const application = await defineApplication(tomo, name, {
            app: { image: 'tomo-lab/crash:1', restart },
          });
          const { id, job } = await deploy(admin, application, name);
          expect(job.state, lastLines(job)).toMatchObject({ status: 'failed' });
          expect(job.state.errorMessage).toContain('exit code 3');
          const words = await onServer(`docker logs --tail 1 ${name}-app-1 2>&1`);
          expect(words).not.toBe('');
          expect(job.lines.map(({ message }) => message)).toContain(`app | ${words}`);
          expect(await read(admin, id)).toMatchObject({ state: 'failed' });
          expect(await onServer(`docker ps -q --filter label=com.docker.compose.project=${name}`)).toBe('');
          await act(admin, id, 'removals', { volumes: true });
        },
      );
    }

    test(
      'a service that may end does not fail the app that waits for it',
      onDebian,
      async ({ tomo, admin }) => {
        const image = 'busybox:1.36';
        const application = await defineApplication(tomo, 'onceready', {
          init: { image, command: ['true'], restart: 'no' },
          app: {
            image,
            command: ['sleep', '1000'],
            depends_on: { init: { condition: 'service_completed_successfully' } },
          },
        });
        const { id, job } = await deploy(admin, application, 'onceready');
        expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
        await act(admin, id, 'removals', { volumes: true });
      },
    );

    test(
      'a port where nobody answers fails although its container is up',
      onDebian,
      async ({ tomo, admin }) => {
        const application = await defineApplication(
          tomo,
          'deaf',
          { app: { image: 'busybox:1.36', command: ['sleep', '1000'] } },
          {
            ports: [{ id: 'web', service: 'app', target: 80, preferred: 8080, purpose: 'web' }],
            web: [{ name: 'Deaf', port: 'web', path: '/', primary: true }],
            health: { port: 'web', path: '/', timeout: '10s' },
          },
        );
        const { id, job } = await deploy(admin, application, 'deaf', { ports: web(0) });
        expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', currentStep: 'verify' });
        expect(job.state.errorMessage).toContain(String(port(0)));
        await act(admin, id, 'removals', { volumes: true });
      },
    );

    test('names and ports are given once, whoever asks at the same moment', onDebian, async ({ admin }) => {
      const site = await starter(admin, 'static-site');
      const [one, two] = await Promise.all([
        ask(admin, site, 'twin', { ports: web(0) }),
        ask(admin, site, 'twin', { ports: web(1) }),
      ]);
      expect([one.status, two.status].sort()).toEqual([202, 409]);
      const [won, lost] = one.status === 202 ? [one, two] : [two, one];
      expect(lost.body).toMatchObject({
        reason: 'name_taken',
        fields: { instanceName: expect.any(String) },
      });
      expect((await jobEnd(admin, won.body.jobId)).state.status).toBe('completed');
      const held = won === one ? 0 : 1;
      const refused = await ask(admin, site, 'other', { ports: web(held, 'loopback') });
      expect(refused.body).toMatchObject({
        status: 409,
        reason: 'port_taken',
        fields: { 'ports.web': expect.stringContaining('reserved by app') },
        data: { 'suggestion.web': expect.any(Number) },
      });
      await act(admin, won.body.installedAppId, 'removals', { volumes: true });
    });

    test(
      'a port that somebody took since the last look is found before anything starts',
      onDebian,
      async ({ admin }) => {
        const site = await starter(admin, 'static-site');
        const late = [
          {
            index: 2,
            holder: 'container holder',
            take: `docker run -d --name holder -p ${port(2)}:80 nginx:1.29`,
          },
          {
            index: 3,
            holder: 'process httpd',
            take: `docker run -d --name listener --network host busybox:1.36 httpd -f -p ${port(3)}`,
          },
        ];
        for (const { index, holder, take } of late) {
          await onServer(take);
          const { id, job } = await deploy(admin, site, `late${index}`, { ports: web(index) });
          expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', currentStep: 'check' });
          expect(job.state.errorMessage).toContain(`${port(index)} is held by ${holder}`);
          expect(job.state.hint).toMatch(/^Port \d+ is free/);
          expect(await onServer('ls /opt/tomo/apps')).toBe('');
          await act(admin, id, 'removals', { volumes: false });
        }
        await checkDirectly(admin, serverId);
        const refused = await ask(admin, site, 'known', { ports: web(3) });
        expect(refused.body).toMatchObject({ status: 409, reason: 'port_taken' });
        await onServer('docker rm -f holder listener');
        await checkDirectly(admin, serverId);
      },
    );

    test('what bears the wanted name already is not touched', onDebian, async ({ admin }) => {
      const site = await starter(admin, 'static-site');
      const { id, job } = await deploy(admin, site, IN_THE_WAY, { ports: web(4) });
      expect(job.state).toMatchObject({ status: 'failed', currentStep: 'check' });
      expect(job.state.errorMessage).toContain(`A Compose project named ${IN_THE_WAY} exists on the server`);
      await act(admin, id, 'removals', { volumes: true });

      await onServer('ln -s /root /opt/tomo/apps/linked');
      const linked = await deploy(admin, site, 'linked', { ports: web(4) });
      expect(linked.job.state.status).toBe('failed');
      await onServer('test -L /opt/tomo/apps/linked && rm /opt/tomo/apps/linked');
      expect(await onServer('ls /root')).toBe(IN_THE_WAY);
      await act(admin, linked.id, 'removals', { volumes: true });
    });

    test(
      'values arrive byte for byte, and secrets lie where they belong and nowhere else',
      onDebian,
      async ({ tomo, admin }) => {
        const PAGE = `<p>it's "$x" $(id) \`id\` \\ %s 日本 \${PATH}</p>\n`;
        const site = await deploy(admin, await starter(admin, 'static-site'), 'verbatim', {
          ports: web(5),
          fields: { PAGE },
        });
        expect(site.job.state, lastLines(site.job)).toMatchObject({ status: 'completed' });
        expect(await (await fetch(`http://${addressOf(DEBIAN).host}:${port(5)}/`)).text()).toBe(PAGE);

        const typed = `canary '"$x\\ ü ${Date.now()}`;
        const started = await ask(admin, await starter(admin, 'miniflux'), 'sealed', {
          ports: web(6),
          fields: { ADMIN_PASSWORD: typed },
        });
        const sampling = onServer(
          'for i in $(seq 60); do cat /proc/[0-9]*/cmdline; sleep 0.25; done | tr "\\0" " "',
        );
        const job = await jobEnd(admin, started.body.jobId);
        const sampled = await sampling;
        expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
        expect(sampled, 'programs of the deployment were seen').toContain('compose');
        const id = started.body.installedAppId;
        const { body } = await admin.post<{ value: string }>(
          `/api/v1/apps/${id}/secrets/DB_PASSWORD/reveals`,
        );
        const secrets = { typed, generated: body.value };
        expect(body.value.length).toBeGreaterThanOrEqual(20);

        const folder = '/opt/tomo/apps/sealed';
        expect(await onServer(`stat -c '%a %n' ${folder} ${folder}/.env ${folder}/compose.yaml`)).toBe(
          `700 ${folder}\n600 ${folder}/.env\n600 ${folder}/compose.yaml`,
        );
        expect(
          await onServer(`grep -rl '${body.value}' /opt/tomo /var/lib/tomo /tmp /run/tomo 2>/dev/null`),
        ).toBe(`${folder}/.env`);
        expect(tracesIn(sampled, secrets), 'in the arguments of programs').toEqual([]);
        expect(tracesIn(JSON.stringify(job), secrets), 'in the job').toEqual([]);
        expect(tracesIn(JSON.stringify(await read(admin, id)), secrets), 'in what the API says').toEqual([]);
        expect(await tracesInFolder(tomo.dataDir, secrets), 'on the disk of Tomo').toEqual([]);
        expect(tracesIn(tomo.output, secrets), 'in what Tomo prints').toEqual([]);
        const audit = await stored(
          tomo,
          "SELECT outcome FROM audit_log WHERE action = 'reveal' AND entity_id = ?",
          [id],
        );
        expect(audit).toHaveLength(1);
        const refused = await admin.post(`/api/v1/apps/${id}/secrets/ADMIN_PASSWORD/reveals`);
        expect(refused.status, 'what a person typed is not shown again').toBeGreaterThanOrEqual(400);
        await act(admin, id, 'removals', { volumes: true });
        await act(admin, site.id, 'removals', { volumes: true });
      },
    );

    test(
      'changes behind the back of Tomo are seen, and undone when the app is started',
      onDebian,
      async ({ admin }) => {
        const { id } = await deploy(admin, await starter(admin, 'static-site'), 'watched', { ports: web(7) });
        await onServer('docker kill watched-web-1');
        await expect.poll(async () => (await read(admin, id)).state, { timeout: 60_000 }).toBe('stopped');
        await onServer(
          `cd /opt/tomo/apps/watched && sed -i 's/^    restart:.*/    restart: unless-stopped\\n    privileged: true/' compose.yaml && grep -c privileged compose.yaml`,
        );
        const start = await act(admin, id, 'starts');
        expect(start.state, lastLines(start)).toMatchObject({ status: 'completed' });
        expect(await onServer("docker inspect -f '{{.HostConfig.Privileged}}' watched-web-1")).toBe('false');
        expect(await read(admin, id)).toMatchObject({ state: 'running' });

        await onServer('docker rm -f watched-web-1; rm -r /opt/tomo/apps/watched');
        await expect.poll(async () => (await read(admin, id)).state, { timeout: 60_000 }).toBe('failed');
        const restart = await act(admin, id, 'restarts');
        expect(restart.state, lastLines(restart)).toMatchObject({ status: 'completed' });
        expect((await act(admin, id, 'stops')).state.status).toBe('completed');
        await sleep(2000);
        expect(await read(admin, id)).toMatchObject({ state: 'stopped' });
        await act(admin, id, 'removals', { volumes: true });
      },
    );

    test(
      'a Tomo that is killed goes on where it was, whatever it was doing',
      onDebian,
      async ({ tomo, admin }) => {
        const miniflux = await starter(admin, 'miniflux');
        for (const step of ['pull', 'start', 'verify']) {
          const { body } = await ask(admin, miniflux, `killed-${step}`, {
            ports: web(8),
            fields: { ADMIN_PASSWORD: 'typed by a person' },
          });
          await jobWhen(admin, body.jobId, `step ${step}`, ({ state }) => state.currentStep === step);
          await tomo.kill();
          await tomo.restart();
          const job = await jobEnd(admin, body.jobId);
          expect(job.state, `${step}\n${lastLines(job)}`).toMatchObject({ status: 'completed' });
          expect((await fetch(`http://${addressOf(DEBIAN).host}:${port(8)}/`)).status).toBe(200);
          expect(await onServer('ls /var/lib/tomo/jobs')).toBe('');
          await act(admin, body.installedAppId, 'removals', { volumes: true });
        }
      },
    );

    test('of all the apps nothing is left, and nothing else was touched', onDebian, async () => {
      expect(await onServer("docker ps --format '{{.Names}}' | sort")).toBe(`foreign\n${IN_THE_WAY}-x-1`);
      expect(await onServer('docker volume ls -q')).toBe('foreign_data');
      expect(await onServer("docker network ls --filter type=custom --format '{{.Name}}' | sort")).toBe(
        `foreign_net\n${IN_THE_WAY}_default`,
      );
      expect(await onServer('ls /opt/tomo/apps /var/lib/tomo/jobs')).toBe(
        '/opt/tomo/apps:\n\n/var/lib/tomo/jobs:',
      );
    });
  });

/** What a command on the server prints, as root. */
async function onServer(command: string): Promise<string> {
  return (await execIn(DEBIAN, command)).stdout.trim();
}

const lastLines = ({ lines }: Job) => JSON.stringify(lines.slice(-15).map(({ message }) => message));
