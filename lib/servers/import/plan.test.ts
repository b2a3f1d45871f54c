import { expect, test } from 'vitest';
import { makeSshKey } from '@/e2e/support/ssh-keys';
import { type KnownServer, planImport } from './plan';

const key = makeSshKey();
const known = (names: string) => `${names} ${key.type} ${key.blob}\n`;
const existing: KnownServer[] = [
  { id: 'one', name: 'web', host: '10.0.0.1', port: 22, username: 'root', jumpServerId: null },
  { id: 'deep', name: 'deep', host: '10.0.0.3', port: 22, username: 'root', jumpServerId: 'one' },
];
const plan = (config: string, knownHosts = '') =>
  planImport({ config, knownHosts }, existing, { username: 'admin' }).rows;

test('a host of the config takes its key from known_hosts and is offered once', () => {
  const rows = plan(
    'Host db\n HostName 10.0.0.2\n Port 2200\n',
    known('[10.0.0.2]:2200') + known('[other]:22'),
  );
  expect(rows).toEqual([
    expect.objectContaining({
      key: 'db',
      username: 'admin',
      verdict: 'new',
      hostKey: expect.objectContaining({ blob: key.blob }),
    }),
    expect.objectContaining({ key: 'other', from: 'known_hosts', verdict: 'new' }),
  ]);
});

test('an address and account that is here already leads to the server that has it', () => {
  expect(plan('Host again\n HostName 10.0.0.1\n User root')).toEqual([
    expect.objectContaining({ verdict: 'duplicate', why: 'web', serverId: 'one' }),
  ]);
  // Another account is another sign-in; its name gives way.
  expect(plan('Host web\n HostName 10.0.0.1\n User deploy')).toEqual([
    expect.objectContaining({ verdict: 'new', name: 'web-2' }),
  ]);
});

test('several names of one machine are one server, and a way through any of them leads through it', () => {
  const rows = plan(
    [
      'Host bastion jump',
      ' HostName 10.0.0.7',
      'Host "" Bastion2',
      ' HostName 10.0.0.7',
      ' User ops',
      'Host in',
      ' ProxyJump jump',
    ].join('\n'),
  );
  expect(rows.map(({ key, verdict, why, jump }) => [key, verdict, why, jump?.row ?? null])).toEqual([
    ['bastion', 'new', null, null],
    ['jump', 'duplicate', 'bastion', null],
    // Another account is another server.
    ['Bastion2', 'new', null, null],
    ['in', 'new', null, 'bastion'],
  ]);
});

test('a jump host is found in the file or in Tomo, one hop deep; anything else is refused in words', () => {
  const rows = plan(
    [
      'Host a\n ProxyJump b',
      'Host b',
      'Host c\n ProxyJump web',
      'Host d\n ProxyJump root@10.0.0.1:22',
      'Host e\n ProxyJump a',
      'Host f\n ProxyJump a,b',
      'Host g\n ProxyJump deep',
      'Host h\n ProxyJump h',
      'Host i\n ProxyJump nowhere',
      'Host *\n HostName %h.example.org',
    ].join('\n'),
  );
  const said = Object.fromEntries(
    rows.map((row) => [row.key, row.why ?? row.jump?.serverId ?? row.jump?.row ?? null]),
  );
  expect(said).toEqual({
    a: 'b',
    b: null,
    c: 'one',
    d: 'one',
    e: 'Its jump host a has one itself.',
    f: 'It is reached over several jump hosts; Tomo takes one.',
    g: 'Its jump host deep is itself reached through one.',
    h: expect.stringMatching(/itself/),
    i: 'Its jump host nowhere is neither in the file nor in Tomo.',
  });
});

test('what cannot be an address, a port or an account becomes no server', () => {
  const config = [
    'Host a\n HostName $(touch/tmp/x)',
    'Host b\n HostName -oProxyCommand=x',
    'Host c\n Port 99999',
    'Host d\n User "a b"',
    'Host e;rm',
  ].join('\n');
  expect(plan(config).map(({ verdict }) => verdict)).toEqual(Array(5).fill('refused'));
});
