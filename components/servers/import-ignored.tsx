import { Disclosure } from '@/components/ui/disclosure';
import type { ImportPreview } from '@/lib/servers/import/preview';
import { importMessages as words } from './import-messages';

/** Every line that had no effect, with its number and the reason. */
export function ImportIgnored({ ignored, total }: { ignored: ImportPreview['ignored']; total: number }) {
  if (total === 0) return null;
  return (
    <Disclosure summary={words.ignored(total)}>
      <ul className="mt-2 flex flex-col gap-2 text-table">
        {ignored.map((entry) => (
          <li key={`${entry.file} ${entry.line} ${entry.why}`}>
            <span className="text-muted-foreground">
              {words.files[entry.file]}, {words.line(entry.line)}:{' '}
            </span>
            <code className="font-mono [overflow-wrap:anywhere]">{entry.text}</code>
            <span className="block text-muted-foreground">{entry.why}</span>
          </li>
        ))}
        {total > ignored.length && (
          <li className="text-muted-foreground">{words.ignoredMore(total - ignored.length)}</li>
        )}
      </ul>
    </Disclosure>
  );
}
