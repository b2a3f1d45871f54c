import { volumePurposes } from '@/components/applications/messages';
import { Code } from '@/components/ui/code';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { AppSection } from './app-section';
import { appMessages as words } from './messages';

/** What the app keeps on its server. */
export function VolumesCard({ app }: { app: LoadedApp }) {
  const volumes = app.version?.volumes ?? [];
  return (
    <AppSection title={words.volumes}>
      {volumes.length === 0 ? (
        <p className="text-muted-foreground">{words.noVolumes}</p>
      ) : (
        <ul className="divide-y divide-border">
          {volumes.map((volume) => (
            <li key={volume.name} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2.5">
              <span className="min-w-28 font-medium">{volumePurposes[volume.purpose]}</span>
              <span className="flex-1 basis-40 text-muted-foreground">{volume.description}</span>
              <Code className="text-muted-foreground">{volume.name}</Code>
            </li>
          ))}
        </ul>
      )}
    </AppSection>
  );
}
