import type { ReactNode } from 'react';

type EdgePageProps = {
  title: string;
  text: ReactNode /** The error id. */;
  detail?: string;
  actions: ReactNode /** Inside the signed-in frame, which has the main landmark already. */;
  framed?: boolean;
};

/** A page that stands in for another: what happened, what to do, and the way out. Needs neither scripts nor the database. */
export function EdgePage({ title, text, detail, actions, framed = false }: EdgePageProps) {
  const Root = framed ? 'div' : 'main';
  return (
    <Root className="page-gutter mx-auto flex min-h-[60dvh] w-full max-w-[640px] flex-col justify-center gap-2 py-16">
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      <p className="text-muted-foreground">{text}</p>
      {detail && <p className="font-mono text-muted-foreground text-xs">{detail}</p>}
      <div className="mt-4 flex flex-wrap gap-2">{actions}</div>
    </Root>
  );
}
