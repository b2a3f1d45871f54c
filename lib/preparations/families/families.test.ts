import { describe, expect, it } from 'vitest';
import { parseOsRelease } from '@/lib/servers/facts/os-release';
import { supportedFamily } from '../steps/detect-system';
import { families, familyOf } from './families';

const system = (text: string) => parseOsRelease(text.split('\n'));

describe('the family of a system', () => {
  it.each([
    ['debian', 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie'],
    ['debian', 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\nVERSION_CODENAME=noble'],
    ['debian', 'ID=raspbian\nID_LIKE=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm'],
    ['rhel', 'ID="rhel"\nID_LIKE="fedora"\nVERSION_ID="9.4"'],
    ['rhel', 'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"'],
    ['rhel', 'ID="almalinux"\nID_LIKE="rhel centos fedora"\nVERSION_ID="10.0"'],
    ['rhel', 'ID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="9"'],
    ['rhel', 'ID="eurolinux"\nID_LIKE="rhel fedora centos"\nVERSION_ID="9.4"'],
    ['fedora', 'ID=fedora\nVERSION_ID=42'],
    ['fedora', 'ID=nobara\nID_LIKE=fedora\nVERSION_ID=42'],
    ['suse', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.6"'],
    ['suse', 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\nVERSION_ID="20260101"'],
    ['alpine', 'ID=alpine\nVERSION_ID=3.22.0'],
    ['arch', 'ID=arch\nBUILD_ID=rolling'],
    ['arch', 'ID=cachyos\nID_LIKE=arch'],
    ['amazon', 'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"'],
  ])('is %s by ID, then by the words of ID_LIKE: %j', (key, text) => {
    expect(supportedFamily(system(text)).key).toBe(key);
  });

  it.each([
    'ID=void',
    'ID=debianish\nVERSION_CODENAME=x',
    'ID=x\nID_LIKE="notdebian archaic"',
    'ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2"',
    'ID=debian',
    'NAME="Debian GNU/Linux"\nPRETTY_NAME="Debian GNU/Linux 13"',
  ])('is none, and said with what was found, for %j', (text) => {
    expect(() => supportedFamily(system(text))).toThrow(/^Tomo does not prepare this system: /);
  });

  it('is named by one family only', () => {
    const ids = families.flatMap((family) => family.ids);
    expect(new Set(ids).size).toBe(ids.length);
    for (const family of families) expect(familyOf({ id: family.ids[0] ?? '', idLike: [] })).toBe(family);
  });
});
