import { cn } from './cn';
import { CopyButton } from './copy-button';

type CodeBlockProps = {
  children: string /** What the copy button copies, for example "command". */;
  what: string;
  className?: string;
};

/** A command, key or file exactly as it must be typed, with a copy button. Long lines scroll inside the box. */
export function CodeBlock({ children, what, className }: CodeBlockProps) {
  return (
    <div className={cn('flex items-start gap-1 rounded-md bg-muted', className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <pre className="min-w-0 flex-1 overflow-x-auto px-3 py-2 font-mono text-table" tabIndex={0}>
        <code>{children}</code>
      </pre>
      <CopyButton value={children} what={what} className="m-1" />
    </div>
  );
}

/** A host, id, path or fingerprint inside a sentence. */
export function Code({ children, className }: { children: string; className?: string }) {
  return <code className={cn('break-all font-mono text-[0.93em]', className)}>{children}</code>;
}
