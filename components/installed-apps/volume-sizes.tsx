'use client';

import { useEffect, useState } from 'react';
import { formatBytes } from '@/components/data/format';
import { Code } from '@/components/ui/code';
import type { VolumeSize } from '@/lib/installed-apps/volume-sizes';
import { appMessages as words } from './messages';

/** How much lies in the volumes of an app at this moment, asked of its server when somebody wants to remove it. */
export function VolumeSizes({ appId }: { appId: string }) {
  const [sizes, setSizes] = useState<VolumeSize[] | 'asking' | 'unknown'>('asking');

  useEffect(() => {
    const leave = new AbortController();
    fetch(`/api/v1/apps/${appId}/volumes`, { signal: leave.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        setSizes(((await response.json()) as { volumes: VolumeSize[] }).volumes);
      })
      .catch(() => leave.signal.aborted || setSizes('unknown'));
    return () => leave.abort();
  }, [appId]);

  return (
    <div role="status" className="text-sm">
      {sizes === 'asking' && <p className="text-muted-foreground">{words.sizesAsked}</p>}
      {sizes === 'unknown' && <p className="text-muted-foreground">{words.sizesUnknown}</p>}
      {Array.isArray(sizes) && sizes.length === 0 && (
        <p className="text-muted-foreground">{words.noVolumesThere}</p>
      )}
      {Array.isArray(sizes) && sizes.length > 0 && (
        <>
          <p className="font-medium">{words.sizes}</p>
          <ul className="mt-1 flex flex-col gap-0.5 text-muted-foreground">
            {sizes.map(({ name, bytes }) => (
              <li key={name} className="flex items-baseline justify-between gap-4">
                <Code className="min-w-0 truncate">{name}</Code>
                <span className="shrink-0 tabular-nums">
                  {bytes === null ? words.sizeUnknown : formatBytes(bytes)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
