import { describe, expect, it } from 'vitest';
import { describePrivilege } from './privilege-words';
import { pathPrivilege } from './privileges';

describe('privileges', () => {
  it.each([
    ['/', 'whole-disk'],
    ['/var/run/docker.sock', 'docker-socket'],
    ['/run/containerd/containerd.sock', 'docker-socket'],
    ['/run/user/1000/podman/podman.sock', 'docker-socket'],
    ['/etc/passwd', 'system-path:/etc/passwd'],
    ['/etcetera', 'outside-path:/etcetera'],
    ['/srv/x', 'outside-path:/srv/x'],
  ])('mounting %s needs %s', (source, id) => {
    expect(pathPrivilege(source)).toBe(id);
  });

  it('are explained in words, the ones that give the server away marked as such', () => {
    for (const id of [
      'docker-socket',
      'privileged',
      'whole-disk',
      'capability:SYS_ADMIN',
      'capability:ALL',
      'system-path:/etc',
      'unconfined',
      'host-pid',
    ]) {
      expect(describePrivilege(id)).toMatchObject({ severe: true });
    }
    for (const id of [
      'gpu',
      'low-port',
      'device:/dev/dri',
      'capability:NET_ADMIN',
      'sysctl:net.ipv4.ip_forward',
      'outside-path:/srv',
      'new-privileges',
      'host-network',
    ]) {
      expect(describePrivilege(id)).toMatchObject({ severe: false });
    }
    expect(describePrivilege('constructor').title).toBe('constructor');
    expect(describePrivilege('from-the-future').severe).toBe(true);
  });
});
