/** The one heading of a page before the sign-in, and a line below it. */
export function AuthHeading({ title, text }: { title: string; text?: string }) {
  return (
    <div className="flex flex-col gap-1">
      <h1 className="font-semibold text-xl leading-7 tracking-tight">{title}</h1>
      {text && <p className="text-muted-foreground">{text}</p>}
    </div>
  );
}
