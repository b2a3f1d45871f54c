import 'server-only';

/**
 * `keys_in FILE` prints the fingerprint of every key in a file: package managers trust all of them, so one more behind the
 * right one must not go unseen. `fetch_key` takes the key of the repository `$url` into the file `$key`, if it is the one
 * of `$fingerprint` and no other lies beside it. Exit 20: not reachable; 21: another key.
 */
export const keyFunction = String.raw`
keys_in() {
  gpg --batch --show-keys --with-colons "$1" 2>/dev/null |
    awk -F: '$1 == "pub" || $1 == "sec" { main = 1 } $1 == "fpr" && main { print $10; main = 0 }'
}
fetch_key() {
  key=$(mktemp)
  at_end 'rm -f "$key"'
  echo 'Fetching the signing key of the repository'
  curl -fsSL --connect-timeout 10 --max-time 60 --max-filesize 1048576 -o "$key" -- "$url/gpg" || {
    echo 'The repository cannot be reached from this server.'
    exit 20
  }
  found=$(keys_in "$key")
  echo "Fingerprint of the key: $found"
  if [ "$found" != "$fingerprint" ]; then
    echo "This is not the key that Tomo expects: $fingerprint"
    exit 21
  fi
}
`;
