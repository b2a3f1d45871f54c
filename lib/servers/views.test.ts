import { describe, expect, it } from 'vitest';
import type { ServerPreparationRow } from '@/db/preparations/tables';
import type { ServerRow } from '@/db/servers/tables';
import { serverDetail } from './views';

const server = {
  id: 's',
  name: 'web-1',
  host: 'secret-host.lan',
  port: 2222,
  username: 'secret-account',
  status: 'online',
  hostKeyPublic: 'AAAA',
  hostKeyFingerprint: 'SHA256:secret-print',
  hostKeyOffered: [{ type: 'ssh-ed25519', public: 'AAAA', fingerprint: 'SHA256:secret-print', seen_at: '' }],
  alerts: {},
  tags: [],
  systemInfo: {
    os: { name: 'Debian GNU/Linux 13' },
    hostname: 'secret-host',
    account: 'secret-account',
    machineId: 'secret-machine',
    bootId: 'secret-boot',
    mounts: [{ point: '/secret-mount' }],
    listeners: [{ address: 'secret-address', port: 22 }],
    docker: { status: 'unusable', problemText: 'secret-output' },
  },
} as unknown as ServerRow;
const preparation = {
  status: 'failed',
  errorMessage: 'secret-account has no right to use sudo.',
} as ServerPreparationRow;

describe('the page of a server', () => {
  it('tells people who may not see addresses nothing that leads to one', () => {
    const shown = JSON.stringify(serverDetail(server, preparation, false));
    expect(shown).not.toContain('secret');
    expect(shown).toContain('Debian GNU/Linux 13');
    expect(JSON.stringify(serverDetail(server, preparation, true)).match(/secret/g)?.length).toBeGreaterThan(
      9,
    );
  });
});
