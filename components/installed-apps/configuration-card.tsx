import { Code } from '@/components/ui/code';
import type { LoadedApp } from '@/lib/installed-apps/loaders';
import { AppPair, AppSection } from './app-section';
import { appMessages as words } from './messages';
import { RevealSecret } from './reveal-secret';

/** What was answered in the deploy form; secrets are masked, and those that Tomo made can be revealed. */
export function ConfigurationCard({ app }: { app: LoadedApp }) {
  const variables = app.version?.variables ?? [];
  return (
    <AppSection
      title={words.configuration}
      description={variables.some(({ revealable }) => revealable) ? words.revealNote : undefined}
    >
      {variables.length === 0 ? (
        <p className="text-muted-foreground">{words.noVariables}</p>
      ) : (
        <dl className="divide-y divide-border">
          {variables.map((variable) => (
            <div
              key={variable.key}
              className="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]"
            >
              <dt>
                {variable.label}
                <Code className="block text-muted-foreground text-xs">{variable.key}</Code>
              </dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">
                {variable.revealable && app.may.secrets ? (
                  <RevealSecret appId={app.id} name={variable.key} label={variable.label} />
                ) : (
                  <VariableValue variable={variable} />
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </AppSection>
  );
}

type Variable = NonNullable<LoadedApp['version']>['variables'][number];

function VariableValue({ variable: { secret, value } }: { variable: Variable }) {
  if (secret) return <span className="text-muted-foreground">{words.typed}</span>;
  if (!value) return <span className="text-muted-foreground">{words.empty}</span>;
  if (!value.includes('\n')) return <span>{value}</span>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <pre className="max-h-40 overflow-auto rounded-md bg-muted px-3 py-2 font-mono text-xs" tabIndex={0}>
      {value}
    </pre>
  );
}

/** How to sign in to a new app, as its definition says. */
export function SignInCard({ app }: { app: LoadedApp }) {
  const credentials = app.version?.credentials;
  if (!credentials) return null;
  const variable = app.version?.variables.find(({ key }) => key === credentials.passwordKey);
  return (
    <AppSection title={words.signIn}>
      <dl className="divide-y divide-border">
        {credentials.username && <AppPair label={words.userName}>{credentials.username}</AppPair>}
        {variable && (
          <AppPair label={words.password}>
            {variable.revealable && app.may.secrets ? (
              <RevealSecret appId={app.id} name={variable.key} label={variable.label} />
            ) : (
              <span className="text-muted-foreground">{words.passwordTyped}</span>
            )}
          </AppPair>
        )}
      </dl>
      {credentials.note && <p className="mt-2 text-muted-foreground">{credentials.note}</p>}
    </AppSection>
  );
}
