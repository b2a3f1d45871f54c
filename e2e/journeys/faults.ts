import { execIn } from '../lab/lab.mjs';

/** Things that go wrong on a server of the lab, brought about past Tomo, and their mending. */

/** Leaves `/usr` with that much room for what is new, until `widen`. */
export async function narrowUsr(name: string, megabytes: number): Promise<{ widen(): Promise<unknown> }> {
  await must(
    name,
    `mkdir /narrow && mount -t tmpfs -o size=${megabytes}m narrow /narrow && mkdir /narrow/new /narrow/work &&
     mount -t overlay narrow-usr -o lowerdir=/usr,upperdir=/narrow/new,workdir=/narrow/work /usr`,
  );
  return { widen: () => must(name, 'mount -o remount,size=2g /narrow') };
}

/** Keeps apt's lock as `unattended-upgr`, until `release`. */
export async function holdPackages(name: string): Promise<{ pid: string; release(): Promise<unknown> }> {
  const holder = `use Fcntl; my @held;
    for my $file (qw(/var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock)) {
      open my $lock, "+>>", $file or die; my $range = pack "s s l! l! i", F_WRLCK, 0, 0, 0, 0;
      fcntl($lock, F_SETLK, $range) or die; push @held, $lock;
    }
    $0 = "unattended-upgr"; sleep 900;`;
  const { stdout } = await must(
    name,
    `setsid perl -e '${holder}' >/dev/null 2>&1 </dev/null & echo $!; sleep 0.5`,
  );
  const pid = stdout.trim();
  return { pid, release: () => must(name, `kill ${pid}`) };
}

/** Stops the engine so that nothing starts it again by itself. */
export const stopDocker = (name: string) => must(name, 'systemctl stop docker.socket docker.service');
export const startDocker = (name: string) => must(name, 'systemctl start docker.socket docker.service');

/** Restarts the server as its owner would: what runs is told to end, and waited for. */
export const reboot = (name: string) => must(name, 'systemctl reboot || true');

/** Restarts the server as a power cut would: everything ends at once. */
export const cutPower = (name: string) => execIn(name, 'systemctl reboot --force --force');

/** A service of Docker that is said to run, behind which no engine answers, until `mend`. */
export async function hollowDocker(name: string): Promise<{ mend(): Promise<unknown> }> {
  const hollow = String.raw`[Service]\nType=simple\nExecStart=\nExecStart=/bin/sleep infinity\n`;
  const file = '/etc/systemd/system/docker.service.d/hollow.conf';
  await must(
    name,
    `install -d ${file.replace(/[^/]*$/, '')} && printf '${hollow}' >${file}
     systemctl daemon-reload; systemctl stop docker.socket docker.service; systemctl disable docker.socket
     rm -f /run/docker.sock; systemctl start docker.service`,
  );
  return {
    mend: () =>
      must(
        name,
        `rm ${file}; systemctl daemon-reload; systemctl stop docker; systemctl enable docker.socket
         systemctl start docker.socket docker.service`,
      ),
  };
}

async function must(name: string, command: string) {
  const result = await execIn(name, command);
  if (result.code !== 0) throw new Error(`${name}: ${command}\n${result.stderr}${result.stdout}`);
  return result;
}
