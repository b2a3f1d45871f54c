import 'server-only';
import type { RemoteScript } from '@/lib/ssh/command';
import { sampleScript } from './sample-script';

/** What a sample covers: the server alone, its containers too, or those after looking anew where they are. */
export type SampleScope = 'server' | 'containers' | 'relist';

/** An open question to one server: each request is one sample, as text. */
export type Sampler = {
  request(scope: SampleScope): Promise<string>;
  /** Ends the shell and gives the connection back. */
  close(): void;
};

type KeptShell = { request(word?: string): Promise<string>; close(): void };

/** What lends a connection, such as `withServer` for one server: for as long as the promise of `use` is open. */
export type Lend = (
  use: (link: { kept(script: RemoteScript): Promise<KeptShell> }) => Promise<void>,
) => Promise<void>;

/**
 * Opens the sampler of a server over a lent connection and keeps the connection until `close`. Rejects with what the
 * lender throws, for example SshError `refused` or `auth_refused`.
 */
export function openSamplerOver(lend: Lend): Promise<Sampler> {
  return new Promise((resolve, reject) => {
    lend(async (link) => {
      const shell = await link.kept(sampleScript);
      await new Promise<void>((giveBack) => {
        resolve({
          request: (scope) => shell.request(scope),
          close: () => {
            shell.close();
            giveBack();
          },
        });
      });
    }).catch(reject);
  });
}
