import 'server-only';
import { familyScript } from '../families/family-script';
import type { ChangingStep } from '../graph/step';

/** Prints `ready` when Tomo's folders exist with the right owner and mode. */
const folderState = familyScript(
  'tomo-folder-state',
  String.raw`
for folder in /opt/tomo /opt/tomo/apps /var/lib/tomo; do
  if [ -L "$folder" ] || [ "$(stat -c '%U %a' "$folder" 2>/dev/null)" != 'root 700' ]; then return 0; fi
done
echo ready
`,
);

/** Makes Tomo's folders, for root alone. A link in their place is refused: it would redirect what root writes. */
const makeFolders = familyScript(
  'make-tomo-folders',
  String.raw`
for folder in /opt/tomo /opt/tomo/apps /var/lib/tomo; do
  if [ -L "$folder" ]; then echo "$folder is a link; remove it, then retry."; exit 1; fi
  [ -d "$folder" ] || note folder "$folder"
  install -d -m 0700 -o root -g root "$folder"
  echo "$folder"
done
`,
);

/** Makes the folders that Tomo keeps apps and job records in. */
export const folders: ChangingStep = {
  key: 'folders',
  needs: ['check_resources'],
  what: 'Making the folders',
  leaves: 'Some of the folders may exist.',
  async check(situation) {
    return {
      done: (await situation.ask(folderState)).includes('ready') ? 'they exist' : undefined,
      plan: 'make /opt/tomo/apps and /var/lib/tomo, for root alone',
      command: { script: makeFolders, args: {} },
    };
  },
  verify: async () => ({ summary: '/opt/tomo/apps and /var/lib/tomo' }),
};
