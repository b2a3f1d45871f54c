import { loginPageMessages as words } from './page-messages';

/** What to do without the password. Tomo sends no mail, so people do. */
export function ForgottenPassword() {
  return (
    <details className="border-t pt-4 text-table">
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-accent-ink underline-offset-4 hover:underline">
        {words.forgot}
      </summary>
      <p className="mt-2 text-muted-foreground">{words.forgotText}</p>
      <code className="mt-2 block overflow-x-auto rounded-md bg-muted px-3 py-2 font-mono text-xs">
        {words.forgotCommand}
      </code>
    </details>
  );
}
