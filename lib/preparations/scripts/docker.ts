import 'server-only';
import { remoteScript } from '@/lib/ssh/command';
import { aptFunctions } from './apt';

/**
 * Prints `name version` for the engine and for Compose v2, as far as they are installed, and `unfinished package` when an
 * interrupted installation left one of their packages unpacked but not set up.
 */
export const dockerState = remoteScript(
  'docker-state',
  String.raw`
if command -v dockerd >/dev/null 2>&1; then
  echo "engine $(dockerd --version 2>/dev/null | sed -n 's/^Docker version \([^, ]*\).*/\1/p')"
fi
if command -v docker >/dev/null 2>&1 && version=$(docker compose version --short 2>/dev/null); then echo "compose $version"; fi
packages='containerd containerd.io docker-ce docker-ce-cli docker-cli docker-compose docker-compose-plugin docker-compose-v2 docker.io runc'
unfinished=$(dpkg -l $packages 2>/dev/null | awk '/^i[HUF]/ { print $2; exit }') || true
if [ -n "$unfinished" ]; then echo "unfinished $unfinished"; fi
if command -v snap >/dev/null 2>&1 && snap list docker >/dev/null 2>&1; then echo "snap docker"; fi
if installed=$(dpkg -s podman-docker 2>/dev/null) && echo "$installed" | grep -q '^Status: .* installed$'; then echo "conflict podman-docker"; fi
`,
);

/**
 * Installs the engine, its command line and Compose v2 from `$source`: `vendor` (docker-ce and its plugins) or
 * `distribution`, choosing the names under which this release has them. Where all of it is unpacked already, an
 * interrupted installation is completed instead.
 */
export const installDocker = remoteScript(
  'install-docker',
  `${aptFunctions}${String.raw`
if command -v dockerd >/dev/null 2>&1 && docker compose version >/dev/null 2>&1; then
  echo 'Completing the interrupted installation'
  apt -y --no-install-recommends --fix-broken install
  return 0
fi
if [ "$source" = vendor ]; then
  names='docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin'
else
  names='docker.io'
  if [ -n "$(candidate docker-cli)" ]; then names="$names docker-cli"; fi
  compose=
  for name in docker-compose-v2 docker-compose-plugin docker-compose; do
    case "$(candidate "$name")" in
      ''|0*|1.*|1:1.*) ;;
      *) compose=$name; break ;;
    esac
  done
  if [ -n "$compose" ]; then names="$names $compose"
  else echo 'This release has no package with Compose v2.'
  fi
fi
# With AppArmor in the kernel the engine cannot start a container without its parser.
if [ "$(cat /sys/module/apparmor/parameters/enabled 2>/dev/null)" = Y ]; then names="$names apparmor"; fi
echo "Installing: $names"
apt -y --no-install-recommends install -- $names
`}`,
);
