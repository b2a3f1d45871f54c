import 'server-only';
import { isWithin, parseAbsPath, systemFolders } from '@/lib/applications/abs-path';
import type { Field } from '@/lib/applications/field-model';
import type { Checked, PathRules } from './checked-value';

const ourFolders = ['/opt/tomo'];
// A home folder whole, or what is hidden in it: keys that let people in, and programs that run at their sign-in.
const HOME = /^\/home(?:\/[^/]+(?:\/\..*)?)?$/;

/** An absolute path in a shared folder, or outside of the folders of the system. */
export function checkPath(_: Field, raw: string, rules: PathRules): Checked {
  const path = parseAbsPath(raw.trim());
  if (!path || path === '/')
    return { problem: 'Use an absolute path such as /srv/media, without . and .. parts.' };
  if (rules.sharedFolders.length > 0) {
    if (rules.sharedFolders.some((root) => isWithin(path, root))) return { value: path };
    return { problem: `Use a folder in ${rules.sharedFolders.join(' or ')}.` };
  }
  // Neither inside of one nor around it: a folder that holds the apps of Tomo shows the secrets of all.
  const isForbidden = [...systemFolders, ...ourFolders].some(
    (root) => isWithin(path, root) || isWithin(root, path),
  );
  if (HOME.test(path))
    return {
      problem: 'This is the home folder of an account, with its keys. Use a folder in it, or in /srv.',
    };
  return isForbidden
    ? { problem: 'This folder belongs to the system. Use another one, for example in /srv.' }
    : { value: path };
}

/** A time zone of the IANA database, in its own spelling. */
export function checkTimezone(_: Field, raw: string): Checked {
  const text = raw.trim();
  const problem = 'Use a time zone such as Europe/Berlin.';
  if (!/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){0,2}$/.test(text)) return { problem };
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return { value: known.toLowerCase() === text.toLowerCase() ? known : text };
  } catch {
    return { problem };
  }
}
