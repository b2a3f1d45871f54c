import { describe, expect, it } from 'vitest';
import { containerDetail } from '@/lib/docker/container-shapes';
import { excessPrivileges } from './effective-privileges';

const allowed = { granted: [], folder: '/opt/tomo/apps/demo', paths: ['/srv/media'] };

/** A container as the engine shows it, in the box that Tomo renders unless `host` and `mounts` say otherwise. */
function container(host: Record<string, unknown> = {}, mounts: Record<string, unknown>[] = []) {
  return containerDetail.parse({
    Id: 'a'.repeat(64),
    Image: `sha256:${'b'.repeat(64)}`,
    State: { Status: 'running', Running: true },
    HostConfig: { NetworkMode: 'demo_default', SecurityOpt: ['no-new-privileges:true'], ...host },
    Mounts: mounts,
    Config: { Labels: {} },
  });
}

describe('rights that a container has beyond those granted', () => {
  it('are none in the default box, with its own files, volumes and chosen folders', () => {
    const mounts = [
      { Type: 'volume', Name: 'demo_db', Source: '/var/lib/docker/volumes/demo_db/_data' },
      { Type: 'bind', Source: '/opt/tomo/apps/demo/files/app.conf' },
      { Type: 'bind', Source: '/srv/media' },
    ];
    expect(excessPrivileges(container({ CapAdd: ['CAP_CHOWN'] }, mounts), allowed)).toEqual([]);
  });

  it.each([
    [{ Privileged: true }, 'privileged'],
    [{ NetworkMode: 'host' }, 'host-network'],
    [{ PidMode: 'host' }, 'host-pid'],
    [{ IpcMode: 'host' }, 'host-ipc'],
    [{ UsernsMode: 'host' }, 'host-userns'],
    [{ CapAdd: ['CAP_SYS_ADMIN'] }, 'capability:SYS_ADMIN'],
    [{ CapAdd: ['NET_ADMIN'] }, 'capability:NET_ADMIN'],
    [{ Devices: [{ PathOnHost: '/dev/kvm', PathInContainer: '/dev/kvm' }] }, 'device:/dev/kvm'],
    [{ DeviceRequests: [{ Driver: 'nvidia' }] }, 'gpu'],
    [{ Sysctls: { 'net.ipv4.ip_forward': '1' } }, 'sysctl:net.ipv4.ip_forward'],
    [{ SecurityOpt: [] }, 'new-privileges'],
    [{ SecurityOpt: ['no-new-privileges:false'] }, 'new-privileges'],
    [{ SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'] }, 'unconfined'],
    [{ SecurityOpt: ['no-new-privileges', 'label:disable'] }, 'unconfined'],
    [{ NetworkMode: 'container:other' }, 'the network of another container'],
    [{ VolumesFrom: ['other'] }, 'volumes of another container'],
    [{ DeviceCgroupRules: ['a *:* rwm'] }, 'rules for devices'],
  ])('are named: %j', (host, id) => {
    expect(excessPrivileges(container(host), allowed)).toContain(id);
  });

  it.each([
    ['/var/run/docker.sock', 'docker-socket'],
    ['/', 'whole-disk'],
    ['/etc/passwd', 'system-path:/etc/passwd'],
    ['/srv/other', 'outside-path:/srv/other'],
    ['/opt/tomo/apps/demo2', 'outside-path:/opt/tomo/apps/demo2'],
    ['/opt/tomo/apps', 'outside-path:/opt/tomo/apps'],
  ])('are named for a mount of %s', (source, id) => {
    expect(excessPrivileges(container({}, [{ Type: 'bind', Source: source }]), allowed)).toEqual([id]);
  });

  it('are no excess once granted', () => {
    const granted = { ...allowed, granted: ['capability:NET_ADMIN', 'docker-socket'] };
    const given = container({ CapAdd: ['NET_ADMIN'] }, [{ Type: 'bind', Source: '/var/run/docker.sock' }]);
    expect(excessPrivileges(given, granted)).toEqual([]);
    expect(
      excessPrivileges(container({ Privileged: true, SecurityOpt: ['no-new-privileges', 'label=disable'] }), {
        ...allowed,
        granted: ['privileged'],
      }),
    ).toEqual([]);
  });
});
