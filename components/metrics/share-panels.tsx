import 'server-only';
import type { Unit } from '@/components/charts/units';
import { formatNoun } from '@/components/data/format';
import { viewChoices } from '@/components/shell/view-choices';
import type { SharePoint, SharesView } from '@/lib/metrics/container-charts';
import { loadShares } from '@/lib/metrics/loaders';
import type { RangeName } from '@/lib/metrics/ranges';
import { metricMessages } from './messages';
import { MetricPanel } from './metric-panel';
import type { PanelSeries } from './series-table';

const words = metricMessages.containers;

type SharePanelsProps = {
  serverId: string;
  subject: string;
  range: RangeName;
  until: number | null;
  /** These containers alone; those of the server that use most when left out. */
  names?: readonly string[];
};

/** CPU and memory of containers side by side; nothing where nothing was measured. */
export async function SharePanels({ serverId, subject, range, until, names }: SharePanelsProps) {
  const [shares, { zone, hourCycle }] = await Promise.all([
    loadShares(serverId, range, until, names),
    viewChoices(),
  ]);
  const panels = [
    { title: metricMessages.cpu, unit: 'cores', part: shares.cpu },
    { title: metricMessages.memory, unit: 'bytes', part: shares.memory },
  ] as const satisfies { title: string; unit: Unit; part: SharesView['cpu'] }[];
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      {panels.map(({ title, unit, part }) => {
        const [first, ...others] = part.names.map(lineAt);
        if (!first) return null;
        return (
          <MetricPanel
            key={title}
            title={title}
            unit={unit}
            subject={subject}
            view={{ ...shares, points: part.points, isLive: shares.isCurrent }}
            clock={{ zone, hourCycle }}
            note={noteOf(unit, part.names.length, shares.count)}
            series={[first, ...others]}
          />
        );
      })}
    </div>
  );
}

function lineAt(label: string, place: number): PanelSeries<SharePoint> {
  return { label, value: (point) => point[`c${place}`] ?? null };
}

function noteOf(unit: Unit, shown: number, all: number): string | undefined {
  if (shown < all) return words.share(shown, formatNoun(all, 'container'));
  return unit === 'cores' ? words.cpuCores : undefined;
}
