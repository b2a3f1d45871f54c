import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { aptFunctions } from './apt';

/**
 * A shell function that prints the fingerprint of every key in a file. apt trusts all of them, so one more behind the right
 * one must not go unseen.
 */
export const keyFunction = String.raw`
keys_in() {
  gpg --batch --show-keys --with-colons "$1" 2>/dev/null |
    awk -F: '$1 == "pub" || $1 == "sec" { main = 1 } $1 == "fpr" && main { print $10; main = 0 }'
}
`;

/** Prints `present` when the vendor's repository `$url` is set up with exactly this key already. */
export const dockerRepositoryState = remoteScript(
  'docker-repository-state',
  `${keyFunction}${String.raw`
list=/etc/apt/sources.list.d/tomo-docker.sources
if grep -qxF "URIs: $url" "$list" 2>/dev/null && grep -qxF "Suites: $suite" "$list" &&
  [ "$(keys_in /etc/apt/keyrings/tomo-docker.asc)" = "$fingerprint" ]; then
  echo present
fi
`}`,
);

/**
 * Adds the vendor's package repository `$url` for `$suite`: the signing key is taken only when it is the one of
 * `$fingerprint` and no other lies beside it, and only this repository may use it. Exit 20: not reachable; 21: another key;
 * 22: index refused.
 */
export const addDockerRepository = remoteScript(
  'add-docker-repository',
  `${aptFunctions}${keyFunction}${String.raw`
key=$(mktemp)
trap 'rm -f "$errors" "$key"' EXIT
echo "Fetching the signing key of the repository"
curl -fsSL --connect-timeout 10 --max-time 60 --max-filesize 1048576 -o "$key" -- "$url/gpg" || {
  echo "The repository cannot be reached from this server."
  exit 20
}
found=$(keys_in "$key")
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
