import { describe, expect, it } from 'vitest';
import { type Field, fieldSchema, fieldTypes } from '@/lib/applications/field-model';
import { isUnprintableText } from '@/lib/applications/unprintable';
import { printEnvFile } from './env-file';
import { type FieldContext, type FieldInput, resolveFields } from './fields';

const context: FieldContext = {
  previous: {},
  started: false,
  server: { timezone: 'Europe/Berlin', uid: 1000, gid: 1001 },
  sharedFolders: [],
};

function field(changes: Partial<Field>): Field {
  return fieldSchema.parse({
    key: 'KEY',
    type: 'text',
    label: 'Key',
    required: false,
    once: false,
    integer: false,
    ...changes,
  });
}

/** The value of one field for `raw`, or the message about it. */
function answer(changes: Partial<Field>, raw: FieldInput[string], more: Partial<FieldContext> = {}): string {
  const result = resolveFields([field(changes)], { KEY: raw }, { ...context, ...more });
  if (!result.ok) return `! ${result.problems.KEY}`;
  return { ...result.values.plain, ...result.values.secrets }.KEY ?? '';
}

const options = [
  { value: 'a', label: 'A' },
  { value: 'b c', label: 'B' },
  { value: 'd', label: 'D' },
];

describe('answers to the fields of a definition', () => {
  it.each<[Partial<Field>, FieldInput[string], string]>([
    [{ type: 'text' }, ` $x "y" 'z' \\ 日本 `, ` $x "y" 'z' \\ 日本 `],
    [{ type: 'text', min: 3 }, 'ab', '! Use at least 3 characters.'],
    [{ type: 'text', max: 3 }, 'abcd', '! Use at most 3 characters.'],
    [{ type: 'text', max: 3 }, '😀😀😀', '😀😀😀'],
    [{ type: 'text' }, 'a\nb', '! Use a single line without control characters.'],
    [{ type: 'text' }, 'a\0b', '! Use a single line without control characters.'],
    [{ type: 'text' }, 'x'.repeat(4097), '! Use at most 4096 characters.'],
    [{ type: 'text', pattern: '[a-z]+' }, 'abc', 'abc'],
    [
      { type: 'text', pattern: '[a-z]+' },
      'ABC',
      '! This does not have the form that the application expects.',
    ],
    [{ type: 'text', pattern: '[a-z]+' }, 'a'.repeat(257), '! Use at most 256 characters.'],
    [{ type: 'text', pattern: '(a+)+' }, 'a', '! The definition has a pattern that cannot be used.'],
    [{ type: 'multiline' }, 'one\r\ntwo\rthree\n', 'one\ntwo\nthree\n'],
    [{ type: 'multiline' }, 'a\u001b[2J', '! Control characters are not allowed.'],
    [{ type: 'number' }, ' 007.50 ', '7.5'],
    [{ type: 'number' }, '-0', '0'],
    [{ type: 'number' }, '-2.0', '-2'],
    [{ type: 'number' }, '1e3', '! Use a number in digits.'],
    [{ type: 'number' }, '0x10', '! Use a number in digits.'],
    [{ type: 'number' }, '١٢', '! Use a number in digits.'],
    [{ type: 'number', integer: true }, '1.5', '! Use a whole number.'],
    [{ type: 'number', integer: true }, '1.0', '1'],
    [{ type: 'number', min: 5, max: 10 }, '4', '! Use 5 or more.'],
    [{ type: 'number', min: 5, max: 10 }, '10.1', '! Use 10 or less.'],
    [{ type: 'boolean', values: ['yes', 'no'] }, 'on', 'yes'],
    [{ type: 'boolean', values: ['yes', 'no'] }, ['false', 'true'], 'yes'],
    [{ type: 'boolean', values: ['yes', 'no'] }, 'false', 'no'],
    [{ type: 'boolean' }, '', 'false'],
    [{ type: 'boolean' }, 'maybe', '! Choose yes or no.'],
    [{ type: 'select', options }, 'b c', 'b c'],
    [{ type: 'select', options }, 'B', '! Choose one of the options.'],
    [{ type: 'multi-select', options, separator: ';' }, ['d', 'a'], 'a;d'],
    [{ type: 'multi-select', options, separator: ';' }, 'a;x', '! Choose only from the options.'],
    [{ type: 'password', min: 12 }, 'short', '! Use at least 12 characters.'],
    [{ type: 'password' }, ` "'$\\ `, ` "'$\\ `],
    [{ type: 'email' }, ' Ada@Example.ORG ', 'Ada@example.org'],
    [{ type: 'email' }, 'ada@localhost', '! Use an e-mail address such as name@example.org.'],
    [{ type: 'email' }, 'a b@example.org', '! Use an e-mail address such as name@example.org.'],
    [{ type: 'url' }, ' HTTPS://Example.ORG ', 'https://example.org'],
    [{ type: 'url' }, 'https://example.org/', 'https://example.org/'],
    [{ type: 'url' }, 'http://proxy.lan:3128/a?b=c', 'http://proxy.lan:3128/a?b=c'],
    [{ type: 'url' }, 'javascript:alert(1)', '! Use an address that begins with http:// or https://.'],
    [{ type: 'url', schemes: ['smtp'] }, 'https://example.org', '! Use an address that begins with smtp://.'],
    [
      { type: 'url' },
      'https://user:secret@example.org',
      '! Leave out user name and password: addresses are stored and shown in clear.',
    ],
    [{ type: 'url' }, 'example.org', '! Use an address such as https://example.org.'],
    [{ type: 'domain' }, ' Files.Example.org ', 'files.example.org'],
    [{ type: 'domain' }, 'bücher.example', 'xn--bcher-kva.example'],
    [{ type: 'domain' }, 'a/b', '! Use a host name such as files.example.org.'],
    [{ type: 'domain' }, '-a.example', '! Use a host name such as files.example.org.'],
    [{ type: 'port' }, '0587', '587'],
    [{ type: 'port' }, '0', '! Use a port from 1 to 65535.'],
    [{ type: 'port' }, '65536', '! Use a port from 1 to 65535.'],
    [{ type: 'path' }, '/srv//media/', '/srv/media'],
    [{ type: 'path' }, '/srv/../etc', '! Use an absolute path such as /srv/media, without . and .. parts.'],
    [{ type: 'path' }, 'media', '! Use an absolute path such as /srv/media, without . and .. parts.'],
    [
      { type: 'path' },
      '/etc/ssh',
      '! This folder belongs to the system. Use another one, for example in /srv.',
    ],
    [{ type: 'path' }, '/', '! Use an absolute path such as /srv/media, without . and .. parts.'],
    [{ type: 'timezone' }, 'europe/BERLIN', 'Europe/Berlin'],
    [{ type: 'timezone' }, 'UTC', 'UTC'],
    [{ type: 'timezone' }, 'Mars/Olympus', '! Use a time zone such as Europe/Berlin.'],
    [{ type: 'timezone' }, '../../etc/passwd', '! Use a time zone such as Europe/Berlin.'],
    [{ type: 'uid' }, '0', '0'],
    [{ type: 'uid' }, 'root', '! Use a user number from 0 to 2147483647.'],
    [{ type: 'gid' }, '-1', '! Use a group number from 0 to 2147483647.'],
  ])('%j answered with %j gives %j', (changes, raw, expected) => {
    expect(answer(changes, raw)).toBe(expected);
  });

  it.each([
    '/opt',
    '/opt/tomo',
    '/opt/tomo/apps/other',
    '/home',
    '/home/ada',
    '/home/ada/.ssh',
    '/home/ada/.config/x',
  ])('the folder %s cannot be given to an app: it holds secrets of others', (path) =>
    expect(answer({ type: 'path' }, path)).toMatch(/^! This /),
  );

  it.each(['/opt/media', '/home/ada/films', '/srv', '/mnt/.hidden'])('the folder %s can', (path) =>
    expect(answer({ type: 'path' }, path)).toBe(path),
  );

  it('a path must lie in a shared folder where there are some', () => {
    const shared = { sharedFolders: ['/srv/media', '/mnt/photos'] };
    expect(answer({ type: 'path' }, '/srv/media/films', shared)).toBe('/srv/media/films');
    expect(answer({ type: 'path' }, '/srv/media2', shared)).toBe(
      '! Use a folder in /srv/media or /mnt/photos.',
    );
  });

  it('defaults come from the definition, then from the server', () => {
    expect(answer({ type: 'text', default: 'x' }, undefined)).toBe('x');
    expect(answer({ type: 'timezone' }, undefined)).toBe('Europe/Berlin');
    expect(answer({ type: 'uid' }, undefined)).toBe('1000');
    expect(answer({ type: 'gid' }, undefined)).toBe('1001');
    expect(answer({ type: 'text', default: 'x' }, '')).toBe('');
  });

  it('a required field without an answer is named, an optional one is empty', () => {
    for (const type of fieldTypes.filter(
      (one) => !['secret', 'boolean', 'timezone', 'uid', 'gid'].includes(one),
    )) {
      expect(answer({ type, required: true }, undefined), type).toBe('! This is required.');
      expect(answer({ type, required: true }, ''), type).toBe('! This is required.');
      expect(answer({ type }, undefined), type).toBe('');
    }
  });

  it('a hidden field is empty and is not checked', () => {
    const fields = [
      field({ key: 'USE', type: 'boolean', values: ['1', '0'] }),
      ...fieldTypes.map((type, index) =>
        field({ key: `F${index}`, type, required: true, showIf: { USE: ['1'] } }),
      ),
    ];
    const hidden = resolveFields(fields, { USE: '0', F0: 'a\0' }, context);
    expect(
      hidden.ok &&
        Object.values({ ...hidden.values.plain, ...hidden.values.secrets }).filter((value) => value !== ''),
    ).toEqual(['0']);
    const shown = resolveFields(fields, { USE: '1' }, context);
    expect(shown.ok).toBe(false);
  });

  it('secrets are made once, whatever a request says, and survive updates and renames', () => {
    const secret = field({ key: 'PW', type: 'secret', generate: { length: 32, charset: 'alnum' } });
    const first = resolveFields([secret], { PW: 'chosen by an attacker' }, context);
    const made = first.ok ? first.values.secrets.PW : '';
    expect(made).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(first.ok && first.values.generated).toEqual(['PW']);
    const second = resolveFields([secret], { PW: '' }, { ...context, previous: { PW: made ?? '' } });
    expect(second).toMatchObject({ ok: true, values: { secrets: { PW: made }, generated: [] } });
    const renamed = resolveFields(
      [{ ...secret, key: 'NEW', renamedFrom: 'PW' }],
      {},
      { ...context, previous: { PW: made ?? '' } },
    );
    expect(renamed).toMatchObject({ ok: true, values: { secrets: { NEW: made }, generated: [] } });
  });

  it('an empty password means the former one, and no secret ever stands among the plain values', () => {
    const password = { type: 'password', required: true } as const;
    expect(answer(password, '', { previous: { KEY: 'before' } })).toBe('before');
    expect(answer(password, 'after', { previous: { KEY: 'before' } })).toBe('after');
    const result = resolveFields([field(password)], { KEY: 'x' }, context);
    expect(result).toMatchObject({ ok: true, values: { plain: {}, secrets: { KEY: 'x' } } });
  });

  it('what is set once cannot be changed after the first start', () => {
    const started = { previous: { KEY: 'old' }, started: true };
    expect(answer({ type: 'text', once: true }, 'new', started)).toBe(
      '! This can be set only before the first start.',
    );
    expect(answer({ type: 'text', once: true }, 'old', started)).toBe('old');
    expect(answer({ type: 'text', once: true }, undefined, started)).toBe('old');
    expect(answer({ type: 'text', once: true }, 'new', { ...started, started: false })).toBe('new');
  });

  it('ignores keys that the definition does not know', () => {
    const result = resolveFields(
      [field({})],
      { KEY: 'x', COMPOSE_FILE: '/etc/passwd', __proto__: 'y' } as FieldInput,
      context,
    );
    expect(result).toEqual({ ok: true, values: { plain: { KEY: 'x' }, secrets: {}, generated: [] } });
  });

  it('200 hostile texts through every type are refused or become one harmless line of .env', () => {
    const hostile = hostileTexts();
    expect(hostile.length).toBeGreaterThanOrEqual(200);
    for (const type of fieldTypes) {
      for (const text of hostile) {
        const result = resolveFields([field({ type, options, separator: ',' })], { KEY: text }, context);
        if (!result.ok) {
          expect(result.problems.KEY).toMatch(/^[A-Z].*\.$/s);
          continue;
        }
        const value = { ...result.values.plain, ...result.values.secrets }.KEY ?? '';
        expect(isUnprintableText(value)).toBe(false);
        expect(printEnvFile({ KEY: value }).match(/\n/g)?.length).toBe(1);
        if (['number', 'port', 'uid', 'gid'].includes(type)) expect(value).toMatch(/^-?[0-9.]*$/);
        if (['email', 'url', 'domain', 'timezone'].includes(type)) expect(value).not.toMatch(/[\s`"\\<>]/);
        if (type === 'path') expect(value).not.toMatch(/\.\.|^\/(etc|proc)(\/|$)/);
        if (['select', 'multi-select', 'boolean'].includes(type))
          expect(['', 'a', 'd', 'a,d', 'true', 'false']).toContain(value);
      }
    }
  });
});

/** Texts that have broken shells, YAML, env files, URLs, paths and regular expressions, alone and inside ordinary words. */
function hostileTexts(): string[] {
  const seeds = [
    "'; rm -rf / #",
    '"; id; "',
    '$(id)',
    '`id`',
    `\${HOME}`,
    '$HOME',
    '$$',
    `\${A:-b}`,
    '&& id',
    '|| id',
    '| id',
    '; id',
    '> /etc/passwd',
    '\n',
    '\r\n',
    '\nCOMPOSE_FILE=/etc/passwd',
    'x\nPATH=/tmp',
    '\0',
    '\u001b[2J',
    '\u0007',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\uffff',
    '../../etc/passwd',
    '/etc/passwd',
    '/proc/self/root',
    '/srv/../etc',
    '//etc',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://user:pw@host',
    'http://[::1',
    'http://a b',
    'http://\u0000',
    'ftp://x',
    'https://',
    '--privileged',
    '-v',
    '-',
    '--',
    '-rf',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '"><img src=x>',
    '%s%n',
    '%00',
    '%2e%2e%2f',
    '{"a":1}',
    '[1]',
    '- a',
    'a: b',
    '? a',
    '!!js/x',
    '*a',
    '&a',
    '<<',
    '|',
    '>',
    'null',
    'true',
    'NaN',
    'Infinity',
    '1e999',
    '0x1',
    '-1',
    '99999999999999999999',
    '1,5',
    '٣',
    '１２',
    'a@b@c.d',
    '@',
    'a@',
    '@b.c',
    'a@b..c',
    'xn--',
    'a..b',
    '.a',
    'a.',
    'Europe/../UTC',
    '+25:00',
    'a'.repeat(5000),
    '😀'.repeat(100),
    "it's",
    '\\',
    '\\\\',
    '\\n',
    '"',
    "'",
    '""',
    "''",
    ' ',
    '\t',
    '\u00a0',
    '#',
    '# x',
    '=',
    'A=B',
    'export A=B',
  ];
  return [...seeds, ...seeds.map((seed) => `a${seed}`), ...seeds.map((seed) => `${seed}z`)];
}
