import { describe, expect, it } from 'vitest';
import { explain } from './explain';
import { rules } from './rules';

describe('which cause counts', () => {
  const noSpace = 'tar: data: Cannot write: No space left on device';
  const vague = 'E: Some index files failed to download. They have been ignored, or old ones used instead.';
  const gone = 'E: Failed to fetch http://repo.example.org/debian/x  404  Not Found [IP: 192.0.2.7 80]';

  it('is the most exact one, wherever it stands', () => {
    expect(explain([noSpace, gone, vague])?.id).toBe('no_space');
    expect(explain([gone, vague])?.id).toBe('package_gone');
    expect(explain([vague])?.id).toBe('repository_unreachable');
  });

  it('is the latest among equals: earlier troubles may have been overcome', () => {
    const dns = "Temporary failure resolving 'repo.example.org'";
    expect(explain([dns, noSpace])?.id).toBe('no_space');
    expect(explain([noSpace, dns])?.id).toBe('dns');
  });

  it('is the more exact one of several in the same line', () => {
    const watches = "ENOSPC: System limit for number of file watchers reached, watch '/x'";
    expect(explain([watches])?.id).toBe('file_watches');
    const proxied =
      'Get "https://x/v2/": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused';
    expect(explain([proxied])?.id).toBe('proxy');
    const early =
      'Get "https://x/v2/": x509: certificate has expired or is not yet valid: current time 2019-01-01T00:00:00Z is before 2025-01-01T00:00:00Z';
    expect(explain([early])?.id).toBe('clock');
    const denied =
      'pull access denied for x/y, repository does not exist or may require login: denied: requested access to the resource is denied';
    expect(explain([denied])?.id).toBe('image_not_found');
  });

  it('is the exit code only where the output says nothing', () => {
    expect(explain(['working'], { exitCode: 137 })?.id).toBe('process_killed');
    expect(explain(['working'], { exitCode: 1 })).toBeUndefined();
    expect(explain([noSpace], { exitCode: 137 })?.id).toBe('no_space');
  });

  it('is looked for in the last lines only, with their colours taken off', () => {
    expect(explain([noSpace, ...Array.from({ length: 200 }, () => 'fine')])).toBeUndefined();
    expect(explain(['\u001b[1;31mE: Unable to locate package x\u001b[0m\r'])?.id).toBe('package_missing');
  });

  it('of a container is none that speaks of the server', () => {
    const said = ['sudo: a password is required', 'Could not resolve host: example.org'];
    expect(explain(said)?.id).toBe('dns');
    expect(explain(said, { of: 'container' })).toBeUndefined();
    expect(explain(['exec /app: exec format error'], { of: 'container' })?.id).toBe('wrong_architecture');
    expect(explain(['chown: Operation not permitted'])).toBeUndefined();
  });
});

describe('hostile output', () => {
  const mega = 2 ** 20;
  const beginnings = rules.flatMap(({ patterns }) =>
    patterns.map(({ source }) => source.replace(/\\b|[\^$\\]/g, '').slice(0, 24)),
  );
  const texts: [string, string][] = [
    ['one letter', 'a'.repeat(mega)],
    ['spaces', ' '.repeat(mega)],
    ['colons', 'x:'.repeat(mega / 2)],
    ['quotes', `Get "https://${'/v2/'.repeat(mega / 4)}`],
    ['numbers', 'process 1 ('.repeat(mega / 11)],
    ['beginnings of every pattern', beginnings.join(' ').repeat(200).slice(0, mega)],
    ['the same in many lines', beginnings.join('\n').repeat(200).slice(0, mega)],
    ['nothing but lines', '\n'.repeat(mega)],
    ['lone halves of characters', '\ud800'.repeat(mega / 2)],
  ];

  it.each(texts)('of a megabyte is judged within a moment: %s', { timeout: 2_000 }, (_name, text) => {
    const found = explain(text.split('\n'));
    expect(found === undefined || found.sentence.length < 400).toBe(true);
  });
});
