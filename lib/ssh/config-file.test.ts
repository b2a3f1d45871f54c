import { describe, expect, test } from 'vitest';
import { parseSshConfig } from './config-file';

const hostsIn = (text: string) => parseSshConfig(text).hosts;
const whyIn = (text: string) => parseSshConfig(text).ignored.map(({ line, why }) => `${line} ${why}`);

describe('an SSH config', () => {
  test('names hosts, and the first value that applies to one wins, as in OpenSSH', () => {
    const text = [
      'User everywhere',
      'Host web web-2 !bad *.internal',
      '  HostName=10.0.0.7',
      '  Port "2222"   # a comment',
      'HOST web',
      '  hostname 10.9.9.9',
      '  ProxyJump bastion',
      '  IdentityFile ~/.ssh/%h_ed25519',
      'Host bastion',
      '  User root',
      '  ProxyJump none',
      'Host *',
      '  User late',
      '  HostName %h.example.org',
    ].join('\r\n');
    expect(hostsIn(text)).toEqual([
      expect.objectContaining({
        alias: 'web',
        line: 2,
        host: '10.0.0.7',
        port: 2222,
        username: 'everywhere',
        proxyJump: 'bastion',
        identityFile: '~/.ssh/web_ed25519',
      }),
      expect.objectContaining({ alias: 'web-2', host: '10.0.0.7', port: 2222, proxyJump: null }),
      expect.objectContaining({ alias: 'bastion', host: 'bastion.example.org', proxyJump: null }),
    ]);
  });

  test('runs, opens and decides nothing: such lines are listed with their number and reason', () => {
    const text = [
      'Include ~/.ssh/other',
      'Match exec "touch /tmp/pwned"',
      '  User root',
      '  ProxyCommand nc %h %p',
      'Host web',
      '  ProxyCommand sh -c "touch /tmp/pwned"',
      '  LocalCommand touch /tmp/pwned',
      '  ForwardAgent yes',
      'nonsense',
    ].join('\n');
    const { hosts } = parseSshConfig(text);
    expect(hosts).toEqual([expect.objectContaining({ alias: 'web', host: 'web', username: null })]);
    expect(whyIn(text)).toEqual([
      '1 Tomo opens no other files. Paste their text as well.',
      '2 Match may run commands; Tomo evaluates no condition and skips the whole section.',
      '3 It belongs to a section that is skipped.',
      '4 Tomo runs no command of a config file.',
      '6 Tomo runs no command of a config file.',
      '7 Tomo runs no command of a config file.',
      '8 Tomo has no such option, or its own.',
      '9 This line cannot be read.',
    ]);
  });

  test('negated patterns keep a host out of a section', () => {
    const [host] = hostsIn('Host * !web\n User nobody\nHost web\n User root\n');
    expect(host).toMatchObject({ alias: 'web', username: 'root' });
  });

  test.each([
    ['many wildcards', `Host ${'*a'.repeat(2000)} web\n HostName 10.0.0.1`],
    ['one endless line', `Host web ${'x'.repeat(60_000)}`],
    ['thousands of hosts', `Host ${Array.from({ length: 9_000 }, (_, i) => `h${i}`).join(' ')}`],
    ['thousands of sections', Array.from({ length: 6_000 }, (_, i) => `Host h${i}\n Port ${i}`).join('\n')],
    ['quotes that never end', `Host "${'"'.repeat(30_000)}\n HostName "`],
    ['control characters', 'Host we\u0000b\n User \u001b]0;x\u0007\u202e\n\u0000\u0000'],
    ['nothing but line ends', '\r\n\n\r'.repeat(20_000)],
  ])('stays small and quick over %s', (_what, text) => {
    const { hosts, ignored } = parseSshConfig(text.slice(0, 64 * 1024));
    expect(hosts.length).toBeLessThanOrEqual(200);
    expect(ignored.every((entry) => entry.text.length <= 120 && !/\p{Cc}/u.test(entry.text))).toBe(true);
  });
});

test('a file with more hosts than are read at once says so, once, and where it ended', () => {
  const text = Array.from({ length: 450 }, (_, index) => `Host h${index}\n Port 22`).join('\n');
  const { hosts, ignored } = parseSshConfig(text);
  expect(hosts).toHaveLength(200);
  expect(ignored).toEqual([
    {
      line: 401,
      text: 'Host h200',
      why: expect.stringMatching(/^Only the first 200 hosts are read; 250 more/),
    },
  ]);
});
