import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { actionNames } from './journeys/action';
import { type Answer, Api } from './journeys/api';
import { jobEnd, type Started } from './journeys/jobs';
import { crowd, type Role } from './journeys/people';
import { stored } from './journeys/stored';
import { expect, test } from './journeys/test';
import type { Tomo } from './support/app';
import { type Peer, startPeer } from './support/ssh-peer';

/**
 * Every door of the API and every server action, tried by everybody. A door that is missing in these tables fails the first
 * test: it says who may pass before it ships.
 */
type Door = {
  door: string;
  /** The lowest role that may pass; the ones above may too. */
  from: Role;
  /** What a permitted person gets for rows that exist, with an empty body; left out where the rows would be apps. */
  status?: number;
};

const reads: Door[] = [
  { door: 'GET /api/v1/servers', from: 'user', status: 200 },
  { door: 'GET /api/v1/servers/[serverId]', from: 'user', status: 200 },
  { door: 'GET /api/v1/servers/[serverId]/metrics', from: 'user', status: 200 },
  { door: 'GET /api/v1/servers/[serverId]/preparations', from: 'user', status: 200 },
  { door: 'GET /api/v1/preparations', from: 'user', status: 200 },
  { door: 'GET /api/v1/preparations/[preparationId]/log', from: 'operator' },
  { door: 'GET /api/v1/jobs', from: 'user', status: 200 },
  { door: 'GET /api/v1/jobs/[jobId]', from: 'user', status: 200 },
  { door: 'GET /api/v1/jobs/[jobId]/stream', from: 'user', status: 200 },
  { door: 'GET /api/v1/jobs/[jobId]/log', from: 'operator', status: 200 },
  { door: 'GET /api/v1/metrics', from: 'user', status: 200 },
  { door: 'GET /api/v1/metrics/containers', from: 'user', status: 200 },
  { door: 'GET /api/v1/servers/[serverId]/metrics/containers', from: 'user', status: 404 },
  { door: 'GET /api/v1/apps', from: 'user', status: 200 },
  { door: 'GET /api/v1/apps/[appId]', from: 'user' },
  { door: 'GET /api/v1/apps/[appId]/logs', from: 'operator' },
  { door: 'GET /api/v1/apps/[appId]/logs/stream', from: 'operator' },
  { door: 'GET /api/v1/apps/[appId]/volumes', from: 'operator' },
  { door: 'GET /api/v1/applications', from: 'user', status: 200 },
];

const changes: Door[] = [
  { door: 'POST /api/v1/commands', from: 'admin', status: 422 },
  { door: 'POST /api/v1/jobs/cancellations', from: 'operator', status: 422 },
  { door: 'POST /api/v1/servers/checks', from: 'operator', status: 422 },
  { door: 'POST /api/v1/servers/facts', from: 'operator', status: 422 },
  { door: 'POST /api/v1/servers/preparations', from: 'operator', status: 422 },
  { door: 'POST /api/v1/servers/[serverId]/checks', from: 'operator', status: 202 },
  { door: 'POST /api/v1/servers/[serverId]/preparations', from: 'operator', status: 202 },
  { door: 'POST /api/v1/servers/[serverId]/key-installations', from: 'admin', status: 202 },
  { door: 'POST /api/v1/servers/[serverId]/moves', from: 'admin', status: 422 },
  { door: 'POST /api/v1/servers/[serverId]/removals', from: 'admin', status: 422 },
  { door: 'POST /api/v1/servers/import-previews', from: 'admin', status: 422 },
  { door: 'POST /api/v1/servers/[serverId]/preparations/plans', from: 'operator' },
  { door: 'POST /api/v1/servers/[serverId]/preparations/undos', from: 'operator' },
  { door: 'POST /api/v1/servers/[serverId]/preparations/undos/plans', from: 'operator' },
  { door: 'POST /api/v1/jobs/[jobId]/retries', from: 'operator', status: 202 },
  { door: 'POST /api/v1/jobs/[jobId]/cancellation', from: 'operator', status: 409 },
  { door: 'POST /api/v1/apps', from: 'operator', status: 422 },
  { door: 'POST /api/v1/apps/[appId]/checks', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/configurations', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/removals', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/restarts', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/starts', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/stops', from: 'operator' },
  { door: 'POST /api/v1/apps/[appId]/secrets/[key]/reveals', from: 'operator' },
  { door: 'POST /api/v1/audit/verifications', from: 'admin', status: 202 },
  { door: 'POST /api/v1/profile/password', from: 'user', status: 422 },
];

const actions: Record<string, Role> = {
  createServerAction: 'admin',
  trustHostKeyAction: 'admin',
  acceptHostKeyAction: 'admin',
  updateServerAction: 'admin',
  replaceCredentialAction: 'admin',
  tagServersAction: 'admin',
  changeThresholdsAction: 'admin',
  allowOldAlgorithmsAction: 'admin',
  addServersAction: 'admin',
  removeServerAction: 'admin',
  importServersAction: 'admin',
  updateProfileAction: 'user',
  revokeSessionAction: 'user',
  revokeOtherSessionsAction: 'user',
};

const roles: Role[] = ['user', 'operator', 'admin'];
const mayPass = (role: Role, from: Role) => roles.indexOf(role) >= roles.indexOf(from);

const everywhere = { tag: '@people' };
const UNKNOWN = '01a20000-0000-7000-8000-000000000000';
let peer: Peer;
let rows: Record<string, string> = {};

test.beforeAll(async ({ shared }) => {
  peer = await startPeer();
  rows = await rowsBehind(shared, peer);
});
test.afterAll(() => peer.close());

test('every door of the API and every action is in these tables', everywhere, () => {
  const root = path.resolve(import.meta.dirname, '..');
  const files = readdirSync(path.join(root, 'app/api/v1'), { recursive: true }).map(String);
  const doors = files
    // Behind the last one is nothing, on purpose.
    .filter((file) => file.endsWith('/route.ts') && !file.startsWith('[['))
    .flatMap((file) =>
      [...readFileSync(path.join(root, 'app/api/v1', file), 'utf8').matchAll(/^export const ([A-Z]+)/gm)].map(
        ([, method]) => `${method} /api/v1/${path.dirname(file)}`,
      ),
    );
  expect(doors.sort()).toEqual([...reads, ...changes].map(({ door }) => door).sort());
  expect(actionNames().sort()).toEqual(Object.keys(actions).sort());
});

test(
  'who is not signed in gets 401 from each, and learns nothing about rows',
  everywhere,
  async ({ tomo }) => {
    const anonymous = await Api.open(tomo);
    for (const { door } of [...reads, ...changes]) {
      const answers = [await knock(anonymous, door, rows), await knock(anonymous, door, {})];
      for (const answer of answers) {
        expectProblem(answer, 401, door);
        expect(answer.body, door).toMatchObject({
          type: 'urn:tomo:problem:unauthenticated',
          code: 'unauthenticated',
        });
      }
      expect(answers[0]?.text, door).toBe(answers[1]?.text);
    }
    for (const name of Object.keys(actions)) {
      expect((await anonymous.act(name, {})).error?.code, name).toBe('unauthenticated');
    }
    await anonymous.dispose();
  },
);

test(
  'each role passes the doors that the table of permissions opens to it, and no other',
  everywhere,
  async ({ tomo }) => {
    for (const role of roles) {
      const people = crowd(tomo, role, 9);
      for (const { door, from, status } of [...reads, ...changes]) {
        const who = `${role} at ${door}`;
        const person = await people.next();
        if (!mayPass(role, from)) {
          const refused = [await knock(person, door, rows), await knock(person, door, {})];
          for (const answer of refused) expectProblem(answer, 403, who);
          expect(refused[0]?.text, `${who}: a row that exists looks like one that does not`).toBe(
            refused[1]?.text,
          );
        } else if (status !== undefined) {
          const answer = await knock(person, door, rows);
          expect(answer.status, `${who}: ${answer.text.slice(0, 300)}`).toBe(status);
          if (status === 202) expectStarted(answer as Answer<Started>, who);
          else if (status >= 400) expectProblem(answer, status, who);
        }
      }
      await people.end();
    }
  },
);

test('actions change nothing for roles that may not call them', everywhere, async ({ tomo }) => {
  const before = await stored(tomo, WHAT_ADMINS_SET);
  const server = { serverId: rows.serverId, version: '1', name: 'taken over', confirmName: 'a peer' };
  for (const role of ['user', 'operator'] as const) {
    const people = crowd(tomo, role, 9);
    const person = await people.next();
    for (const [name, from] of Object.entries(actions)) {
      if (mayPass(role, from)) continue;
      expect((await person.act(name, server)).error?.code, `${role} calls ${name}`).toBe('forbidden');
    }
    await people.end();
  }
  expect(await stored(tomo, WHAT_ADMINS_SET)).toEqual(before);
  const denied = await stored(
    tomo,
    "SELECT DISTINCT entity_id FROM audit_log WHERE action = 'access_denied'",
  );
  expect(denied.length, 'refusals are in the ledger').toBeGreaterThan(5);
});

test('what a user may read holds no address, no account and no output', everywhere, async ({ tomo }) => {
  const people = crowd(tomo, 'user', 9);
  const user = await people.next();
  const answers = await Promise.all(
    reads.filter(({ status }) => status === 200).map(({ door }) => knock(user, door, rows)),
  );
  for (const { text } of answers) {
    expect(text).not.toContain('127.0.0.1');
    expect(text).not.toContain(String(peer.target.port));
    expect(text).not.toContain('SHA256:');
  }
  expect(answers.at(-1)?.status).toBe(200);
  const job = await user.get<{ lines: unknown[]; seesOutput: boolean }>(`/api/v1/jobs/${rows.jobId}`);
  expect(job.body).toMatchObject({ lines: [], seesOutput: false });
  expect((await user.get(`/api/v1/jobs/${rows.jobId}/stream`)).text).not.toContain('event: line');
  await people.end();
});

test(
  'G17 changes that do not come from a page of this Tomo are refused and start nothing',
  everywhere,
  async ({ tomo, admin }) => {
    const foreign: Record<string, string>[] = [
      { origin: '' },
      { origin: 'null' },
      { origin: 'http://evil.example' },
      { origin: tomo.url.replace('127.0.0.1', 'localhost') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: '', 'x-forwarded-host': 'evil.example' },
    ];
    const before = await countOfWork(tomo);
    for (const { door } of changes) {
      for (const headers of foreign) {
        const answer = await knock(admin, door, rows, {}, headers);
        expectProblem(answer, 403, `${door} ${JSON.stringify(headers)}`);
      }
      const get = await admin.get(addressOf(door, rows));
      expect([200, 405], `GET where only POST is: ${door}`).toContain(get.status);
    }
    const stream = await admin.get(`/api/v1/jobs/${rows.jobId}/stream`, { 'sec-fetch-site': 'cross-site' });
    expectProblem(stream, 403, 'a stream for another site');
    expect(await countOfWork(tomo)).toEqual(before);
  },
);

test(
  'where nothing is, and with a method that is not there, programs are told so in words',
  everywhere,
  async ({ tomo, admin }) => {
    const anonymous = await Api.open(tomo);
    for (const nowhere of [
      '/api/v1',
      '/api/v1/',
      '/api/v1/nothing',
      '/api/v1/servers/x/y/z',
      '/api/v1/apps/x/y',
    ]) {
      const answers = [await admin.get(nowhere), await admin.post(nowhere)];
      for (const answer of answers) {
        // A slash at the end leads to the address without it.
        if (answer.status === 308) expect(answer.headers.location, nowhere).toBe('/api/v1');
        else expectProblem(answer, 404, nowhere);
      }
      const stranger = await anonymous.get(nowhere);
      if (stranger.status !== 308) expectProblem(stranger, 401, nowhere);
    }
    const onlyRead = await admin.post('/api/v1/servers');
    expectProblem(onlyRead, 405, 'POST where only GET is');
    expect(onlyRead.headers.allow).toBe('GET, HEAD, OPTIONS');
    const onlyChange = await admin.get(addressOf('GET /api/v1/servers/[serverId]/checks', rows));
    expectProblem(onlyChange, 405, 'GET where only POST is');
    expect(onlyChange.headers.allow).toBe('OPTIONS, POST');
    await anonymous.dispose();
  },
);

test('unknown and impossible ids are one answer', everywhere, async ({ tomo }) => {
  const people = crowd(tomo, 'admin', 9);
  for (const { door } of [...reads, ...changes].filter(({ door }) => door.includes('['))) {
    const body = whole[door] ?? {};
    const titles = [];
    for (const id of [UNKNOWN, 'nonsense', "'; DROP TABLE servers; --"]) {
      const ids = { serverId: id, jobId: id, appId: id, key: 'SECRET' };
      const answer = await knock(await people.next(), door, ids, body);
      expectProblem(answer, 404, `${door} ${id}`);
      titles.push(Object.keys(answer.body).sort().join());
    }
    expect(new Set(titles).size, `${door}: same shape`).toBe(1);
  }
  await people.end();
});

test(
  'bodies that are no object, too large or hold more than is asked are refused in words',
  everywhere,
  async ({ tomo }) => {
    const people = crowd(tomo, 'admin', 9);
    const before = await countOfWork(tomo);
    for (const { door } of changes) {
      const malformed = ['{', '[]', '"x"', 'null', 'a=b', `{"x":"${'x'.repeat(300_000)}"}`];
      for (const body of malformed) {
        const answer = await knock(await people.next(), door, rows, body);
        expectProblem(answer, 422, `${door} ${body.slice(0, 20)}`);
      }
      const form = await knock(await people.next(), door, rows, 'a=b', {
        'content-type': 'application/x-www-form-urlencoded',
      });
      expectProblem(form, 422, `${door} as a form`);
      for (const field of ['role', 'id', 'serverId', 'constructor', 'dockerSource2']) {
        const answer = await knock(await people.next(), door, rows, { [field]: 'admin' });
        expectProblem(answer, 422, `${door} with ${field}`);
        expect(Object.keys(answer.body.fields as object), `${door} names the field`).toContain(field);
      }
    }
    expect(await countOfWork(tomo)).toEqual(before);
    await people.end();
  },
);

/** Bodies that are right, where an empty one is not: what is missing is then the row alone. */
const whole: Record<string, object> = {
  'POST /api/v1/apps/[appId]/removals': { volumes: false },
  'POST /api/v1/servers/[serverId]/moves': { host: '192.0.2.1', port: 22 },
  'POST /api/v1/servers/[serverId]/removals': { confirmName: 'a peer', apps: 'keep', removeKey: true },
};

/** A server that plays along as far as its host key, and a job on it that has failed. */
async function rowsBehind(tomo: Tomo, { target }: Peer): Promise<Record<string, string>> {
  const people = crowd(tomo, 'admin', 9);
  const admin = await people.next();
  const { data } = await admin.act<{ serverId: string }>('createServerAction', {
    name: 'a peer',
    host: target.host,
    port: String(target.port),
    username: 'deploy',
    authType: 'password',
    password: 'not used by anybody',
  });
  const serverId = data?.serverId ?? '';
  const look = await admin.post<Started>(`/api/v1/servers/${serverId}/checks`);
  await jobEnd(admin, look.body.jobId);
  const { body } = await admin.get<{ offeredKeys: { fingerprint: string }[] }>(`/api/v1/servers/${serverId}`);
  const [key] = body.offeredKeys;
  await admin.act('trustHostKeyAction', { serverId, fingerprint: key?.fingerprint, trust: 'first_use' });
  const check = await admin.post<Started>(`/api/v1/servers/${serverId}/checks`);
  const { state } = await jobEnd(admin, check.body.jobId);
  expect(state.status, 'the peer runs no commands').toBe('failed');
  await people.end();
  return { serverId, jobId: check.body.jobId, appId: UNKNOWN, key: 'SECRET' };
}

function addressOf(door: string, ids: Record<string, string>): string {
  const [, template = ''] = door.split(' ');
  const address = template.replace(/\[(\w+)\]/g, (_all, name) => encodeURIComponent(ids[name] ?? UNKNOWN));
  return door.endsWith('[serverId]/metrics/containers') ? `${address}?name=none` : address;
}

function knock(
  api: Api,
  door: string,
  ids: Record<string, string>,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answer<Record<string, unknown>>> {
  const address = addressOf(door, ids);
  return door.startsWith('GET ') ? api.get(address, headers) : api.post(address, body, headers);
}

/** A refusal as RFC 9457 spells it, without anything about the inside. */
function expectProblem(
  { status, headers, body, text }: Answer<Record<string, unknown>>,
  wanted: number,
  what: string,
) {
  expect(status, `${what}: ${text.slice(0, 300)}`).toBe(wanted);
  expect(headers['content-type'], what).toBe('application/problem+json');
  expect(body, what).toMatchObject({ type: expect.stringMatching(/^urn:tomo:problem:\w+$/), status: wanted });
  expect(typeof body.title, what).toBe('string');
  expect(text, what).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/);
}

function expectStarted({ headers, body }: Answer<Started>, what: string): void {
  expect(headers.location, what).toBe(`/api/v1/jobs/${body.jobId}`);
  expect(body, what).toMatchObject({ location: headers.location, page: `/activity/${body.jobId}` });
}

const WHAT_ADMINS_SET = `SELECT id, name, host, port, username, auth_type, tags, notes, version, host_key_public, host_key_trust,
  encrypted_data FROM servers JOIN server_credentials ON server_id = servers.id ORDER BY id`;

/** What started work leaves behind. */
async function countOfWork(tomo: Tomo): Promise<unknown> {
  const [row] = await stored(
    tomo,
    `SELECT (SELECT count(*) FROM jobs) AS jobs, (SELECT count(*) FROM server_preparations) AS preparations,
            (SELECT count(*) FROM audit_log WHERE outcome = 'intent') AS intents`,
  );
  return { ...row };
}
