import { describe, expect, it } from 'vitest';
import { deployForm } from './form-schema';
import { readStarterApps } from './starter-apps';

describe('the data of a deploy form', () => {
  const miniflux = readStarterApps().find((app) => app.model.slug === 'miniflux');
  if (!miniflux) throw new Error('no miniflux');
  const form = deployForm(miniflux.model);

  it('groups the questions and keeps generated secrets apart from them', () => {
    expect(
      form.groups.map((group) => [group.label, group.advanced, group.fields.map((field) => field.key)]),
    ).toEqual([
      ['Administrator', false, ['ADMIN_USERNAME', 'ADMIN_PASSWORD']],
      ['Fetching feeds', true, ['POLLING_FREQUENCY', 'USE_PROXY', 'PROXY_URL']],
      ['Generated secrets', true, ['DB_PASSWORD']],
    ]);
    const proxy = form.groups[1]?.fields[2];
    expect(proxy).toMatchObject({ type: 'url', showIf: { USE_PROXY: ['true'] }, required: true });
    expect(form.groups[0]?.fields[1]).toMatchObject({
      secret: true,
      generate: 'offered',
      default: undefined,
    });
    expect(form.groups[2]?.fields[0]).toMatchObject({ secret: true, generate: 'always', once: true });
  });

  it('says what is published, what is kept and what runs', () => {
    expect(form.ports).toMatchObject([{ id: 'web', target: 8080, preferred: 8080, web: 'Miniflux' }]);
    expect(form.volumes).toEqual([
      {
        id: 'db',
        purpose: 'database',
        description: 'Feeds, articles and accounts',
        shared: undefined,
        backup: 'stop',
        mounts: [{ service: 'db', target: '/var/lib/postgresql/data', readOnly: false }],
      },
    ]);
    expect(form.services.map((service) => service.image)).toEqual([
      'miniflux/miniflux:2.2.19',
      'postgres:17',
    ]);
  });

  it('is plain data that a page can hand to the browser', () => {
    expect(JSON.parse(JSON.stringify(form))).toEqual(JSON.parse(JSON.stringify(structuredClone(form))));
  });
});
