import 'server-only';
import type { ServerFacts } from './facts';

type Os = ServerFacts['os'];

const FAMILIES: Record<Exclude<Os['family'], 'unknown'>, readonly string[]> = {
  debian: ['debian', 'ubuntu', 'raspbian', 'linuxmint', 'pop'],
  rhel: ['rhel', 'fedora', 'centos', 'rocky', 'almalinux', 'ol', 'amzn'],
  suse: ['suse', 'opensuse', 'opensuse-leap', 'opensuse-tumbleweed', 'sles'],
  arch: ['arch', 'archarm', 'manjaro', 'endeavouros'],
  alpine: ['alpine', 'postmarketos'],
};

/**
 * Reads os-release(5): shell-like assignments with optional quotes. The family comes from ID, then from ID_LIKE in its
 * order; a system that names neither is `unknown` and nothing is guessed from its looks.
 */
export function parseOsRelease(lines: readonly string[]): Os {
  const values = new Map<string, string>();
  for (const line of lines) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    if (match?.[1]) values.set(match[1], unquote(match[2] ?? ''));
  }
  const id = (values.get('ID') ?? '').toLowerCase();
  const idLike = (values.get('ID_LIKE') ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 16);
  const name =
    values.get('PRETTY_NAME') || [values.get('NAME'), values.get('VERSION')].filter(Boolean).join(' ');
  return {
    id: id || 'unknown',
    idLike,
    name: values.has('TOMO_RASPBERRY') ? raspberryName(values) : name || 'Unknown system',
    version: values.get('VERSION_ID') || null,
    codename: values.get('VERSION_CODENAME') || null,
    family: familyOf([id, ...idLike]),
  };
}

// Raspberry Pi OS of 64 bit says that it is Debian; a file of its own tells them apart.
function raspberryName(values: ReadonlyMap<string, string>): string {
  const version = values.get('VERSION') ?? values.get('VERSION_ID') ?? '';
  return `Raspberry Pi OS ${version}`.trim();
}

function familyOf(names: readonly string[]): Os['family'] {
  for (const name of names) {
    for (const family of ['debian', 'rhel', 'suse', 'arch', 'alpine'] as const) {
      if (FAMILIES[family].includes(name)) return family;
    }
  }
  return 'unknown';
}

function unquote(value: string): string {
  const quoted = /^"(.*)"$/.exec(value) ?? /^'(.*)'$/.exec(value);
  return (quoted?.[1] ?? value).replace(/\\(["$`\\])/g, '$1');
}
