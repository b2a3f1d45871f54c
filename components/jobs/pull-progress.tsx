import { formatBytes, formatBytesOf } from '@/components/data/format';
import { Progress } from '@/components/ui/progress';
import type { PullImage, PullLayer, PullState } from '@/lib/docker/pull-state';
import { pullMessages as words } from './messages';

/** Rows that are shown of an image; the others are counted in one line. */
const MOST_ROWS = 6;

/** Images on their way to a server: one sentence for all, one line per image, and the layers of the one at hand. */
export function PullProgress({ pull }: { pull: PullState }) {
  const shown = pull.layers.slice(0, MOST_ROWS);
  const folded = [...pull.layers.slice(MOST_ROWS)];
  return (
    <div className="mt-1.5 flex flex-col gap-2 text-table" data-pull="">
      <p className="text-muted-foreground">{pullSentence(pull)}</p>
      {pull.images.length > 1 && (
        <ul className="flex flex-col gap-0.5">
          {pull.images.map((image) => (
            <li
              key={image.image}
              className="flex items-baseline justify-between gap-3"
              data-image={image.state}
            >
              <span className="min-w-0 truncate font-mono text-xs" title={image.image}>
                {image.image}
              </span>
              <span className="shrink-0 text-muted-foreground text-xs tabular-nums">{imageWords(image)}</span>
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ul aria-label={words.layers} className="flex flex-col gap-1 border-border border-l-2 pl-2.5">
          {shown.map((layer) => (
            <Layer key={layer.id} layer={layer} />
          ))}
          {folded.length + pull.more > 0 && (
            <li className="text-muted-foreground text-xs">{foldedWords(folded, pull.more)}</li>
          )}
        </ul>
      )}
    </div>
  );
}

function Layer({ layer: { id, state, current, total } }: { layer: PullLayer }) {
  const loads = state === 'downloading' && total > 0;
  return (
    <li className="flex flex-col gap-0.5" data-layer={state}>
      <span className="flex items-baseline justify-between gap-3 text-xs">
        <span className="font-mono">{id.slice(0, 12)}</span>
        <span className="shrink-0 text-muted-foreground tabular-nums">
          {loads ? formatBytesOf(current, total) : words.states[state]}
        </span>
      </span>
      {loads && <Progress label={words.layer(id)} percent={(current / total) * 100} className="h-1" />}
    </li>
  );
}

/** How a pull stands in one sentence; the same for people who cannot see the bars. */
function pullSentence({ images }: PullState): string {
  const at = images.findIndex(({ state }) => state === 'pulling');
  const image = images[at];
  if (!image) return words.images(images.filter(({ state }) => state === 'done').length, images.length);
  const name = images.length > 1 ? words.imageAt(at + 1, images.length, image.image) : image.image;
  if (image.layers === 0) return words.asking(name);
  const bytes = image.total > 0 ? formatBytesOf(image.current, image.total) : null;
  return words.progress(name, image.done, image.layers, bytes);
}

function imageWords({ state, layers, present, total }: PullImage): string {
  if (state !== 'done') return words.imageStates[state];
  if (layers > 0 && present === layers) return words.states.present;
  return total > 0 ? formatBytes(total) : words.imageStates.done;
}

function foldedWords(layers: readonly PullLayer[], more: number): string {
  const counts = new Map<string, number>();
  for (const { state } of layers) counts.set(words.states[state], (counts.get(words.states[state]) ?? 0) + 1);
  const parts = [...counts].map(([state, count]) => `${count} ${state}`);
  return words.folded(layers.length + more, parts.join(', '));
}
