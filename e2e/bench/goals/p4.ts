import { debian } from '../anchors/debian';
import type { Bench, Goal } from '../goal';
import type { Measure } from '../line';
import { containerLines } from '../targets/container-start';
import { deployLines } from '../targets/deployment';
import { preparedServer } from '../targets/lab-server';
import { startTomo } from '../targets/signed-in';

/** A container on a server: (a) by the Engine API over the kept connection, (b) as a whole deployment of an app. */
export const goal: Goal = {
  id: 'P4',
  title: 'container and deployment',
  async measure(bench: Bench): Promise<Measure[]> {
    const versions = debian('docker.io', 'openssh-client');
    const { tomo, admin } = await startTomo(bench);
    const serverId = await preparedServer(bench, tomo, admin);
    return [
      ...(await containerLines(bench, versions['docker.io'] ?? '')),
      ...(await deployLines(bench, tomo, admin, serverId)),
    ];
  },
};
