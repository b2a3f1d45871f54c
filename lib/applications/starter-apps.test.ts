import { describe, expect, it } from 'vitest';
import { readStarterApps } from './starter-apps';

describe('the starter catalogue', () => {
  const apps = readStarterApps();

  it('is read whole, and every definition in it is ready', () => {
    expect(apps.map((app) => app.model.slug)).toEqual(['miniflux', 'redis', 'static-site']);
  });

  it('asks for no privilege and pins every image to a fixed tag', () => {
    for (const { model } of apps) {
      expect(model.privileges).toEqual([]);
      for (const service of Object.values(model.services)) expect(service.image).toMatch(/:\d[\w.]*$/);
    }
  });

  it('gives every service that keeps data a volume, and every secret a generator', () => {
    const miniflux = apps[0]?.model;
    expect(miniflux?.services.db?.mounts).toEqual([
      { kind: 'volume', volume: 'db', target: '/var/lib/postgresql/data', readOnly: false },
    ]);
    for (const { model } of apps) {
      for (const field of model.fields) if (field.type === 'secret') expect(field.generate).toBeDefined();
    }
  });

  it('gives the same content hash on every reading', () => {
    expect(readStarterApps().map((app) => app.contentHash)).toEqual(apps.map((app) => app.contentHash));
  });
});
