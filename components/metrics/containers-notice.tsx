import 'server-only';
import { formatCount } from '@/components/data/format';
import { RelativeTime } from '@/components/data/relative-time';
import type { ServerContainersView } from '@/lib/metrics/container-views';
import { metricMessages } from './messages';

const words = metricMessages.containers;

type ContainersNoticeProps = {
  view: Pick<ServerContainersView, 'serverName' | 'state' | 'unlisted'> & { containers: readonly unknown[] };
  /** Says whose containers they are, on pages about several servers. */
  named?: boolean;
};

/** Why the containers of a server are not seen, or not all of them; nothing while they are. */
export function ContainersNotice({ view, named = false }: ContainersNoticeProps) {
  const { state, unlisted, containers } = view;
  if (state.kind === 'live') {
    if (unlisted === 0) return null;
    return <p className="text-muted-foreground text-table">{words.unlisted(formatCount(unlisted))}</p>;
  }
  if (state.kind === 'asking')
    return <p className="text-table">{named ? `${view.serverName}: ${words.asking}` : words.asking}</p>;
  if (state.kind === 'off') return <p className="text-table">{words.off}</p>;
  const last = containers.length > 0 && <> {words.last}</>;
  if (state.kind === 'server') {
    return (
      <p className="text-table">
        {named && `${view.serverName}: `}
        {state.state.kind === 'offline' ? words.serverOffline : words.serverPaused}
        {last}
      </p>
    );
  }
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-table">
      <span className="font-medium text-warning">
        {named ? words.unseenOn(view.serverName) : words.unseen}
      </span>{' '}
      {state.message} {state.hint}{' '}
      <span className="text-muted-foreground">
        {words.serverGoesOn} {words.since} <RelativeTime at={state.since} />.{last}
      </span>
    </p>
  );
}
