import 'server-only';
import { parseAbsPath, parseRelativePath } from '../abs-path';
import type { ConfigFile } from '../model';
import type { AppInput } from './app-input';
import type { Findings } from './findings';

const fileLimit = 64 * 1024;
const totalLimit = 1024 * 1024;

/**
 * Reads the list `files`: content from the definition itself or from `siblings` (path below `files/` → text). References
 * are read only in files marked `template: true`; elsewhere `$` is an ordinary character.
 */
export function readFiles(
  findings: Findings,
  app: AppInput,
  siblings: Readonly<Record<string, string>>,
): ConfigFile[] {
  let total = 0;
  const seen = new Set<string>();
  return app.files.flatMap((input, index) => {
    const path = ['files', index];
    const name = parseRelativePath(input.path);
    if (!name) {
      findings.add([...path, 'path'], 'outside-path', `${input.path} must be a plain path below files/`);
      return [];
    }
    if (seen.has(name)) findings.add([...path, 'path'], 'duplicate-id', `${name} stands here twice`);
    seen.add(name);
    const key = `files/${name}`;
    const content = input.content ?? (Object.hasOwn(siblings, key) ? siblings[key] : undefined);
    if (content === undefined) {
      findings.add(path, 'seed-file-missing', `${key} does not exist and the entry has no content`);
      return [];
    }
    const bytes = Buffer.byteLength(content);
    total += bytes;
    if (bytes > fileLimit || total > totalLimit)
      findings.add(path, 'limit', 'files are limited to 64 KiB each and 1 MiB together');
    const at = input.content === undefined ? path : [...path, 'content'];
    return [
      {
        path: name,
        content: input.template ? findings.text(at, content) : content === '' ? [] : [content],
        mounts: input.mounts.flatMap((mount, position) => {
          const target = parseAbsPath(mount.target);
          if (target && target !== '/') return [{ service: mount.service, target }];
          findings.add(
            [...path, 'mounts', position, 'target'],
            'schema',
            `${mount.target} is not an absolute path`,
          );
          return [];
        }),
        template: input.template,
        escape: input.escape,
      },
    ];
  });
}
