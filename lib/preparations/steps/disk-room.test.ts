import { expect, test } from 'vitest';
import { disksIn, requireRoom } from './disk-room';

const GIB = 1024 * 1024;
const look = (lines: string[]) => {
  const warnings: string[] = [];
  for (const disk of disksIn(lines)) requireRoom(disk, { log: (line) => warnings.push(String(line)) });
  return warnings;
};

test('everything on one file system needs what packages and images need together', () => {
  const lines = (free: number) =>
    ['/', '/usr', '/var', '/opt', '/var/lib/docker'].map((path) => `disk ${path} ${free} 500 /`);
  expect(look(lines(2 * GIB))).toEqual([]);
  expect(() => look(lines(2 * GIB - 1024))).toThrow(
    'Only 1.9 GiB are free on the disk of / (with /var, /opt, /var/lib/docker); 2.0 GiB are needed.',
  );
});

test('each file system of its own is looked at and named', () => {
  const lines = ({ opt = GIB, docker = 9 * GIB, usr = 4 * GIB, root = GIB }) => [
    `disk / ${root} 9 /`,
    `disk /usr ${usr} 9 /usr`,
    `disk /var ${GIB} 9 /var`,
    `disk /opt ${opt} 9 /opt`,
    `disk /var/lib/docker ${docker} 9 /mnt/big disk`,
  ];
  expect(look(lines({}))).toEqual([]);
  expect(() => look(lines({ opt: 1024 }))).toThrow(
    'Only 1 MiB are free on the disk of /opt; 64 MiB are needed.',
  );
  expect(() => look(lines({ root: 0 }))).toThrow('Only 0 MiB are free on the disk of /;');
  expect(() => look(lines({ docker: 1024 }))).toThrow('the disk of /mnt/big disk (with /var/lib/docker)');
  expect(look(lines({ docker: GIB, usr: 1024 }))).toEqual([
    expect.stringMatching(/^Only 1 MiB are free on the disk of \/usr;/),
    expect.stringMatching(/little room for images/),
  ]);
});

test('a file system without a free inode is full; one that makes them as it needs them is not', () => {
  expect(() => look(['disk /var 9999999 0 /var'])).toThrow('The disk of /var can hold no further file');
  expect(look(['disk /var 9999999 - /var'])).toEqual([]);
});
