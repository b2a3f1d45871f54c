import 'server-only';
import type { ServerFacts } from './facts';

export type UpdateParts = {
  manager: ServerFacts['packageManager'];
  /** ID of os-release: some distributions publish no advisories. */
  osId: string;
  /** What the package manager lists as newer than installed, and what it lists as advisories about security. */
  updates: readonly string[];
  security: readonly string[];
  /** When the index was fetched, and the target's clock now; seconds since 1970. Null without an index. */
  indexAt: number | null;
  now: number;
};

/**
 * Pending package updates as the package index of the target knows them. Null where there is no index: nothing known is
 * not nothing pending. `security` is null where the distribution does not say which updates are about security.
 */
export function parseUpdates(parts: UpdateParts): ServerFacts['pendingUpdates'] {
  const { manager, indexAt, now } = parts;
  if (manager === null || indexAt === null) return null;
  const { total, security } = count[manager](parts);
  return { total, security, indexAgeSeconds: Math.max(0, Math.round(now - indexAt)) };
}

/** Systems that publish no advisories for what they update: how much of it is about security is not known. */
const UNADVISED = new Set(['centos', 'opensuse-tumbleweed']);

type Counts = { total: number; security: number | null };

const count: Record<NonNullable<UpdateParts['manager']>, (parts: UpdateParts) => Counts> = {
  'apt-get': apt,
  dnf: rpm,
  yum: rpm,
  zypper,
  pacman: ({ updates }) => ({
    total: distinct(
      updates.filter((line) => !line.endsWith('[ignored]')),
      /^(\S+) \S+ -> \S+$/,
    ),
    security: null,
  }),
  apk: ({ updates }) => ({ total: distinct(updates, /^(\S+)\s+<\s+\S+/), security: null }),
};

// Inst libc6 [2.36-9] (2.36-9+deb12u1 Debian-Security:12/stable-security [amd64])
function apt({ updates }: UpdateParts): Counts {
  return {
    total: distinct(updates, /^Inst (\S+)/),
    security: distinct(updates, /^Inst (\S+) [^(]*\([^)]*security/i),
  };
}

// `name.arch  version  repository`, until the list of what replaces other packages; an advisory names packages with version.
function rpm({ updates, security, osId }: UpdateParts): Counts {
  const end = updates.findIndex((line) => /^Obsoleting/i.test(line));
  const rows = end < 0 ? updates : updates.slice(0, end);
  const advised = new Set(security.flatMap(advisedPackage)).size;
  return {
    total: distinct(rows, /^(\S+\.[a-z0-9_]+)\s+\S+\s+\S+$/),
    security: advised === 0 && UNADVISED.has(osId) ? null : advised,
  };
}

/** `RHSA-2024:1 Important/Sec. name-version-release.arch`, with a type of its own between or a date behind. */
function advisedPackage(line: string): string[] {
  const [id = '', ...columns] = line.trim().split(/\s+/, 6);
  const dated = columns.findIndex((column) => /^\d{4}-/.test(column));
  const words = dated < 0 ? columns : columns.slice(0, dated);
  const parts = (words.at(-1) ?? '').split('-');
  const isAdvisory = /^[A-Z]/.test(id) && /[-:]./.test(id) && (words.length === 2 || words.length === 3);
  return isAdvisory && parts.length >= 3 ? [parts.slice(0, -2).join('-')] : [];
}

// Tables: `v | repository | name | …`, and of patches `repository | name | security | … | needed | …`.
function zypper({ updates, security, osId }: UpdateParts): Counts {
  const patches = security.flatMap((line) => {
    const [, name = '', kind, ...rest] = line.split('|', 12).map((cell) => cell.trim());
    return name && kind === 'security' && rest.includes('needed') ? [name] : [];
  });
  const advised = new Set(patches).size;
  return {
    total: distinct(updates, /^v\s*\|[^|]*\|\s*(\S+)\s*\|/),
    security: advised === 0 && UNADVISED.has(osId) ? null : advised,
  };
}

function distinct(lines: readonly string[], pattern: RegExp): number {
  return new Set(lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])).size;
}
