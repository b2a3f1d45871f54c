import { describe, expect, it, test } from 'vitest';
import { parseServerLines } from './server-lines';

const defaults = { port: '22', username: 'root' };
const only = (text: string) => {
  const [line, ...rest] = parseServerLines(text, defaults);
  expect(rest).toEqual([]);
  return line;
};

describe('a pasted list of servers', () => {
  const lines: [text: string, fields: Record<string, string>][] = [
    [
      'web-1,10.0.0.7,2222,deploy,prod eu,id_web',
      { name: 'web-1', host: '10.0.0.7', port: '2222', username: 'deploy', tags: 'prod eu', key: 'id_web' },
    ],
    ['web-1;10.0.0.7', { name: 'web-1', host: '10.0.0.7', port: '22', username: 'root', tags: '', key: '' }],
    ['"web 1"\t"web.example"\t\tops', { name: 'web 1', host: 'web.example', port: '22', username: 'ops' }],
    ['ops@web.example:2022', { name: 'web.example', host: 'web.example', port: '2022', username: 'ops' }],
    ['web.example', { name: 'web.example', host: 'web.example', port: '22', username: 'root' }],
    ['ssh://[fe80::1]:2022', { name: 'fe80--1', host: 'fe80::1', port: '2022' }],
  ];
  test.each(lines)('%s', (text, fields) => expect(only(text)).toMatchObject(fields));

  it('keeps the number of each line, and leaves out headings, comments and empty lines', () => {
    const text = '\uFEFFname,host,port,user,tags\r\n\r\n# the web\r\nweb-1,10.0.0.7\r\n   \nweb-2,10.0.0.8\n';
    expect(parseServerLines(text, defaults).map(({ line, name }) => `${line} ${name}`)).toEqual([
      '4 web-1',
      '6 web-2',
    ]);
  });
});
