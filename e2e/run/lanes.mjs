/**
 * Journeys in two lanes that run side by side: most of their time they wait for a server. A server of the lab belongs to one
 * lane, because a journey resets, fills and stops the servers it uses.
 */

/** @typedef {import('./journeys.mjs').Journey} Journey */

const SECONDS_ON_A_SERVER = 25;
const SECONDS_WITHOUT = 6;

/**
 * The files of `journeys`, shared out so that no server is in two lanes and both end at about the same time.
 * @param {Journey[]} journeys
 * @param {number} count lanes at most
 * @returns {string[][]} files of each lane, none empty
 */
export function lanesOf(journeys, count = 2) {
  const lanes = Array.from({ length: count }, () => ({ files: /** @type {string[]} */ ([]), seconds: 0 }));
  const groups = groupsOf(journeys).sort((one, other) => other.seconds - one.seconds);
  for (const { files, seconds } of groups) {
    const lane = lanes.reduce((least, next) => (next.seconds < least.seconds ? next : least));
    lane.files.push(...files);
    lane.seconds += seconds;
  }
  return lanes.map(({ files }) => files.sort()).filter((files) => files.length > 0);
}

/** Files that share a server, directly or by way of others. @param {Journey[]} journeys */
function groupsOf(journeys) {
  /** @type {{ files: Set<string>, servers: Set<string>, seconds: number }[]} */
  let groups = [];
  for (const { file, servers } of journeys) {
    const mine = { files: new Set([file]), servers: new Set(servers), seconds: 0 };
    mine.seconds = servers.length > 0 ? SECONDS_ON_A_SERVER : SECONDS_WITHOUT;
    const touches = groups.filter(
      (group) => group.files.has(file) || servers.some((server) => group.servers.has(server)),
    );
    for (const group of touches) {
      for (const other of group.files) mine.files.add(other);
      for (const server of group.servers) mine.servers.add(server);
      mine.seconds += group.seconds;
    }
    groups = [...groups.filter((group) => !touches.includes(group)), mine];
  }
  return groups.map(({ files, seconds }) => ({ files: [...files], seconds }));
}
