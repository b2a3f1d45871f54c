import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { aptFunctions } from './apt';

/** Prints `fresh` when the package index was refreshed within the last hour. */
export const packageIndexAge = remoteScript(
  'package-index-age',
  String.raw`
if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -60 2>/dev/null | head -n 1)" ]; then echo fresh; fi
`,
);

/** Refreshes the package index. */
export const refreshPackageIndex = remoteScript('refresh-package-index', `${aptFunctions}\napt update\n`);
