import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Api } from './journeys/api';
import { act, acted, deploy, lastLines, printed, startDeploying, starterId } from './journeys/deploying';
import { expectToldOn, retryOn } from './journeys/failing';
import { type Job, jobEnd, jobWhen } from './journeys/jobs';
import { crowd } from './journeys/people';
import { isUnpacking, openJob, prepared, proof, startPreparing } from './journeys/preparing';
import { accountOf, addressOf, addServerDirectly } from './journeys/servers';
import { expect, test } from './journeys/test';
import { execIn, resetTarget, target } from './lab/lab.mjs';

/** G56: what Tomo writes is for root alone, never goes through a link, and is whole or not there at all. */
const DEBIAN = 'debian13c';
const onDebian = { tag: ['@preparation', `@${DEBIAN}`] };
const SITE = '/opt/tomo/apps/site';

test.setTimeout(300_000);

test.describe
  .serial('files on a server', () => {
    let serverId = '';
    let siteId = '';
    const port = target(DEBIAN).webPorts[0] ?? 0;
    const page = (text: string) => ({
      fields: { PAGE: `<p>${text}</p>` },
      ports: [{ id: 'web', port, bind: 'all' }],
    });
    const onServer = (command: string) => printed(DEBIAN, command);

    test('G56 are for root alone, there and where Tomo runs', onDebian, async ({ tomo, admin }) => {
      await resetTarget(DEBIAN);
      serverId = await addServerDirectly(admin, {
        name: 'careful',
        ...addressOf(DEBIAN),
        ...accountOf('operator'),
      });
      const jobId = await startPreparing(admin, serverId, { logRotation: { maxSizeMb: 7, maxFiles: 2 } });
      await jobWhen(admin, jobId, 'unpacking of Docker', isUnpacking, 240_000);
      const during = await modesBelow('/var/lib/tomo');
      expect(during.filter((line) => line.includes('/install_docker/')).length).toBeGreaterThan(4);
      expect(during.filter((line) => !/^(d700|f600) root:root /.test(line))).toEqual([]);
      const job = await jobEnd(admin, jobId, 200_000);
      expect(job.state, lastLines(job)).toMatchObject({ status: 'completed' });
      expect(await proof(DEBIAN)).toMatchObject(prepared);

      siteId = await deploy(admin, {
        applicationId: await starterId(admin, 'static-site'),
        serverId,
        instanceName: 'site',
        ...page('first'),
      });
      expect(await modesBelow('/opt/tomo')).toEqual([
        'd700 root:root /opt/tomo',
        'd700 root:root /opt/tomo/apps',
        `d700 root:root ${SITE}`,
        `f600 root:root ${SITE}/.env`,
        `f600 root:root ${SITE}/compose.yaml`,
        // Read by the program in the container, whoever it runs as.
        `d755 root:root ${SITE}/files`,
        `f644 root:root ${SITE}/files/index.html`,
        `f600 root:root ${SITE}/tomo.json`,
      ]);
      const after = [...(await modesBelow('/var/lib/tomo')), ...(await modesBelow('/run/tomo'))];
      expect(after.filter((line) => !/^(d700|f600) root:root /.test(line))).toEqual([]);
      expect(await openToOthers(tomo.dataDir), 'files of Tomo itself').toEqual([]);
    });

    test(
      'G56 are not written through links, wherever somebody planted one',
      onDebian,
      async ({ tomo, admin }) => {
        const configure = (api: Api) => act(api, siteId, 'configurations', page('through a link'));
        let other = '';
        const another = async (api: Api) => {
          const started = await startDeploying(api, {
            applicationId: await starterId(api, 'static-site'),
            serverId,
            instanceName: 'other',
            ports: [{ id: 'web', port: port + 1, bind: 'all' }],
          });
          const job = await jobEnd(api, started.jobId);
          other = started.id;
          const removal = await act(api, other, 'removals', { volumes: true });
          expect(removal.state, 'nor is anything removed through a link').toMatchObject({ status: 'failed' });
          return job;
        };
        const prepare = async (api: Api) =>
          jobEnd(api, await startPreparing(api, serverId, { liveRestore: true }), 200_000);
        const places: [string, (api: Api) => Promise<Job>][] = [
          [`${SITE}/.env`, configure],
          [`${SITE}/compose.yaml`, configure],
          [`${SITE}/files`, configure],
          [SITE, configure],
          ['/opt/tomo/apps', another],
          ['/opt/tomo', another],
          ['/var/lib/tomo/jobs', prepare],
          ['/var/lib/tomo', prepare],
          ['/etc/docker/daemon.json', prepare],
          ['/etc/docker', prepare],
        ];
        const people = crowd(tomo, 'admin', 2);
        for (const [place, work] of places) {
          await test.step(place, async () => {
            await onServer(
              `rm -rf /home/thief; install -d -o guest /home/thief
             mv ${place} ${place}.aside && cp -a ${place}.aside /home/thief/bait && chown -R guest /home/thief
             ln -s /home/thief/bait ${place}`,
            );
            const before = await contentsOf('/home/thief');
            const api = await people.next();
            const job = await work(api);
            expect(await contentsOf('/home/thief'), `${place} was followed`).toBe(before);
            expect(job.state, `${place} ${lastLines(job)}`).toMatchObject({ status: 'failed' });
            expect(job.state.errorMessage, place).toMatch(/link|not a folder of root|not this app's/);
            expect(job.state.hint, place).toBeTruthy();
            await onServer(`rm ${place} && mv ${place}.aside ${place}`);
            if (other !== '') await acted(api, other, 'removals', { volumes: true });
            other = '';
          });
        }
        await people.end();
        const again = await act(admin, siteId, 'configurations', page('second'));
        expect(again.state, lastLines(again)).toMatchObject({ status: 'completed' });
        expect(await served(port)).toContain('second');
      },
    );

    test(
      'G56 stay as they were when the disk is full, and Retry writes them when it is not',
      onDebian,
      async ({ page: tab, admin }) => {
        for (const [what, options, fill] of [
          ['no byte is left', 'size=3m', 'cat /dev/zero >ballast'],
          [
            'no inode is left',
            'size=3m,nr_inodes=64',
            'mkdir ballast; while : >ballast/$((i += 1)); do :; done',
          ],
        ] as const) {
          await test.step(`of an app: ${what}`, async () => {
            const { release } = await onSmallDisk(SITE, options, fill);
            const before = await contentsOf(SITE);
            const job = await act(admin, siteId, 'configurations', page(what));
            expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: 'no_space' });
            expect(await contentsOf(SITE)).toBe(before);
            expect(await served(port), 'the app runs on').toContain('<p>');
            await openJob(tab, job.id);
            await expectToldOn(tab, job, 'Write files');
            await onServer(`rm -rf ${SITE}/ballast`);
            const again = await jobEnd(admin, await retryOn(tab));
            expect(again.state, lastLines(again)).toMatchObject({ status: 'completed' });
            await release();
            await acted(admin, siteId, 'restarts');
            expect(await served(port)).toContain(what);
          });
        }
        await test.step('of the engine', async () => {
          const { release } = await onSmallDisk('/etc/docker', 'size=3m', 'cat /dev/zero >ballast');
          const before = await contentsOf('/etc/docker');
          const job = await jobEnd(admin, await startPreparing(admin, serverId, { liveRestore: true }));
          expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: 'no_space' });
          expect(await contentsOf('/etc/docker')).toBe(before);
          await openJob(tab, job.id);
          await onServer('rm /etc/docker/ballast');
          const again = await jobEnd(admin, await retryOn(tab));
          expect(again.state, lastLines(again)).toMatchObject({ status: 'completed' });
          await release();
          expect(await onServer('cat /etc/docker/daemon.json')).toContain('live-restore');
        });
        await test.step('of Tomo: the list of what it changed', async () => {
          const { release } = await onSmallDisk('/var/lib/tomo', 'size=3m', 'cat /dev/zero >ballast');
          const before = await contentsOf('/var/lib/tomo/changes');
          const job = await jobEnd(admin, await startPreparing(admin, serverId, { securityUpgrades: true }));
          expect(job.state, lastLines(job)).toMatchObject({ status: 'failed', errorCode: 'no_space' });
          expect(await contentsOf('/var/lib/tomo/changes')).toBe(before);
          await openJob(tab, job.id);
          await onServer('rm /var/lib/tomo/ballast');
          const again = await jobEnd(admin, await retryOn(tab));
          expect(again.state, lastLines(again)).toMatchObject({ status: 'completed' });
          await release();
        });
      },
    );
  });

const served = async (port: number) => (await fetch(`http://127.0.0.1:${port}/`)).text();

/** Kind, mode, owner and path of everything below a folder, in the order of paths. */
async function modesBelow(folder: string): Promise<string[]> {
  const text = await printed(
    DEBIAN,
    `find ${folder} -printf '%y%m %u:%g %p\\n' 2>/dev/null | LC_ALL=C sort -k 3`,
  );
  return text.split('\n').filter(Boolean);
}

/** Names, kinds, modes, owners and contents of everything below a place, as one text; a filler of disks does not count. */
const contentsOf = (place: string) =>
  printed(
    DEBIAN,
    `cd / && find ${place} -name ballast -prune -o -printf '%y %m %u %l %p\\n' | sort
     find ${place} -name ballast -prune -o -type f -print0 | sort -z | xargs -0r sha256sum`,
  );

/** Puts a small disk in the place of a folder, with what was in it, and fills it up. `release` puts its content back. */
async function onSmallDisk(folder: string, options: string, fill: string) {
  const must = async (command: string) => {
    const { code, stderr } = await execIn(DEBIAN, command);
    expect(code, stderr).toBe(0);
  };
  await must(
    `set -e; cp -a ${folder} /root/kept; mount -t tmpfs -o mode=$(stat -c %a ${folder}),${options} small ${folder}
     cp -a /root/kept/. ${folder}/; rm -r /root/kept; cd ${folder}; set +e; i=0; (${fill}) 2>/dev/null; true`,
  );
  return {
    release: () =>
      must(
        `set -e; cp -a ${folder} /root/kept; umount -l ${folder}; rm -rf ${folder}/* ${folder}/.env
         cp -a /root/kept/. ${folder}/; rm -r /root/kept`,
      ),
  };
}

/** Files and folders of a data folder that others may read. */
async function openToOthers(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true });
  const open = await Promise.all(
    ['.', ...found].map(async (name) => {
      const { mode } = await stat(path.join(folder, name));
      return (mode & 0o077) === 0 ? [] : [`${(mode & 0o777).toString(8)} ${name}`];
    }),
  );
  return open.flat();
}
