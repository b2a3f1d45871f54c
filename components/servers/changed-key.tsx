import { Alert } from '@/components/ui/alert';
import { Code } from '@/components/ui/code';
import { AcceptKey } from './accept-key';
import { changedKeyMessages as words } from './messages';
import type { LoadedServer } from './server-frame';

/** The page-wide notice of a server that shows another key than the trusted one: both fingerprints, and the way on. */
export function ChangedKey({ server }: { server: LoadedServer }) {
  const [offered] = server.offeredKeys;
  return (
    <Alert
      variant="danger"
      title={words.title}
      className="mb-6"
      action={
        server.may.manage && offered ? (
          <AcceptKey serverId={server.id} fingerprint={offered.fingerprint} />
        ) : undefined
      }
    >
      <p>{words.text}</p>
      <dl className="mt-2 grid gap-1 text-table [overflow-wrap:anywhere]">
        <div>
          <dt className="text-muted-foreground">{words.old}</dt>
          <dd>
            <Code>{server.hostKeyFingerprint ?? '–'}</Code>
          </dd>
        </div>
        {server.offeredKeys.map((key) => (
          <div key={key.fingerprint}>
            <dt className="text-muted-foreground">
              {words.seen} ({key.type})
            </dt>
            <dd>
              <Code>{key.fingerprint}</Code>
            </dd>
          </div>
        ))}
      </dl>
    </Alert>
  );
}
