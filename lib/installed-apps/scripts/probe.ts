import 'server-only';
import { remoteScript } from '@/lib/ssh/command';

/**
 * Asks a published port of the server itself. Prints `http CODE` when a web page answered, `open` when something accepted
 * and stayed, `closed` otherwise. Docker's own proxy accepts for a container that does not listen and hangs up at once,
 * so that a connection alone proves nothing. Without curl, bash speaks for it; without both nothing can be asked: `unknown`.
 */
export const probePort = remoteScript(
  'probe-port',
  `
ask_page() {
  case $address in *:*) host="[$address]" ;; *) host=$address ;; esac
  code=$(curl --silent --insecure --globoff --noproxy '*' --max-time 5 --output /dev/null \\
    --write-out '%{http_code}' -- "$scheme://$host:$port$path") || :
  case $code in ''|000) ;; *) echo "http $code"; return 0 ;; esac
  return 1
}
ask_page_plainly() {
  code=$(timeout 6 bash -c '
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    printf "GET %s HTTP/1.0\\r\\nHost: %s:%s\\r\\nConnection: close\\r\\n\\r\\n" "$3" "$1" "$2" >&3
    read -r -t 5 version code rest <&3 || exit 1
    printf %s "$code"
  ' probe "$address" "$port" "$path" 2>/dev/null) || return 1
  case $code in [1-5][0-9][0-9]) echo "http $code" ;; *) return 1 ;; esac
}
ask_socket() {
  timeout 6 bash -c '
    exec 3<>"/dev/tcp/$1/$2" || exit 1
    read -r -t 1 -n 1 -u 3 byte
    [ "$?" -ne 1 ]
  ' probe "$address" "$port" 2>/dev/null
}
if [ "$scheme" != tcp ] && command -v curl >/dev/null 2>&1; then ask_page || echo closed; return 0; fi
if ! command -v bash >/dev/null 2>&1; then echo unknown; return 0; fi
if [ "$scheme" = http ]; then ask_page_plainly || echo closed; return 0; fi
if ask_socket; then echo open; else echo closed; fi
`,
);
