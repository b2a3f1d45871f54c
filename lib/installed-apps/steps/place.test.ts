import { describe, expect, it } from 'vitest';
import { readPlace } from './place';

describe('what stands where an app wants to be', () => {
  it('is read line by line, with the owner that tomo.json names', () => {
    const output = [
      'free 75123456',
      'folder',
      'json {',
      'json   "app": {"id": "other"},',
      'json   "instance": {"id": "0190a1b2-0000-7000-8000-000000000001", "name": "demo"}',
      'json }',
      'volume demo_db 0190a1b2-0000-7000-8000-000000000001',
      'volume foreign ',
      'network demo_default 0190a1b2-0000-7000-8000-000000000001',
      'network bridge ',
      '',
    ].join('\n');
    expect(readPlace(output)).toEqual({
      freeKib: 75123456,
      folder: 'folder',
      folderOwner: '0190a1b2-0000-7000-8000-000000000001',
      volumes: [
        { name: 'demo_db', instance: '0190a1b2-0000-7000-8000-000000000001' },
        { name: 'foreign', instance: undefined },
      ],
      networks: [
        { name: 'demo_default', instance: '0190a1b2-0000-7000-8000-000000000001' },
        { name: 'bridge', instance: undefined },
      ],
    });
  });

  it.each(['json not json', 'json {"instance": 1}', 'json null', 'json {"instance": {"id": 5}}', ''])(
    'has no owner where tomo.json says nothing of use: %s',
    (json) => {
      expect(readPlace(`free x\nlink\n${json}`)).toMatchObject({
        freeKib: 0,
        folder: 'link',
        folderOwner: undefined,
      });
    },
  );
});
