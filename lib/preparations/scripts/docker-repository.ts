import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { aptFunctions } from './apt';

/** Prints `present` when the vendor's repository `$url` is set up with exactly this key already. */
export const dockerRepositoryState = remoteScript(
  'docker-repository-state',
  String.raw`
if [ -s /etc/apt/keyrings/tomo-docker.asc ] && grep -qF "URIs: $url" /etc/apt/sources.list.d/tomo-docker.sources 2>/dev/null &&
  gpg --batch --show-keys --with-colons /etc/apt/keyrings/tomo-docker.asc 2>/dev/null | grep -q "^fpr:.*:$fingerprint:"; then
  echo present
fi
`,
);

/**
 * Adds the vendor's package repository `$url` for `$suite`: the signing key is taken only when its fingerprint is
 * `$fingerprint`, and only this repository may use it. Exit 20: not reachable; 21: another key; 22: index refused.
 */
export const addDockerRepository = remoteScript(
  'add-docker-repository',
  `${aptFunctions}${String.raw`
key=$(mktemp)
trap 'rm -f "$errors" "$key"' EXIT
echo "Fetching the signing key of the repository"
curl -fsSL --connect-timeout 10 --max-time 60 --max-filesize 1048576 -o "$key" -- "$url/gpg" || {
  echo "The repository cannot be reached from this server."
  exit 20
}
found=$(gpg --batch --show-keys --with-colons "$key" 2>/dev/null | sed -n 's/^fpr:::::::::\([0-9A-F]*\):$/\1/p' | head -n 1)
echo "Fingerprint of the key: $found"
if [ "$found" != "$fingerprint" ]; then
  echo "This is not the key that Tomo expects: $fingerprint"
  exit 21
fi
install -d -m 0755 /etc/apt/keyrings
install -m 0644 "$key" /etc/apt/keyrings/tomo-docker.asc
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: stable\nArchitectures: %s\nSigned-By: /etc/apt/keyrings/tomo-docker.asc\n' \
  "$url" "$suite" "$(dpkg --print-architecture)" > /etc/apt/sources.list.d/.tomo-docker.sources.new
chmod 0644 /etc/apt/sources.list.d/.tomo-docker.sources.new
mv /etc/apt/sources.list.d/.tomo-docker.sources.new /etc/apt/sources.list.d/tomo-docker.sources
if ! apt update || [ -z "$(candidate docker-ce)" ]; then
  rm -f /etc/apt/sources.list.d/tomo-docker.sources
  echo "The repository has no packages for this system."
  exit 22
fi
`}`,
);
