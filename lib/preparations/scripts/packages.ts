import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { aptFunctions } from './apt';

/** Prints, one per line, which of `$packages` (names separated by spaces) are not installed. */
export const missingPackages = remoteScript(
  'missing-packages',
  `${aptFunctions}${String.raw`
for name in $packages; do
  installed "$name" || echo "$name"
done
`}`,
);

/** Installs `$packages` (names separated by spaces) without what they merely recommend. */
export const installPackages = remoteScript(
  'install-packages',
  `${aptFunctions}${String.raw`
apt -y --no-install-recommends install -- $packages
`}`,
);
