import 'server-only';
import { type PullProgress, pullLine } from './engine-shapes';
import { DockerError, isDockerError, oddAnswer } from './errors';
import { readJsonLines } from './json-lines';

/**
 * Reads the answer to a pull: one value per line of progress. Docker reports a failed pull inside a successful answer.
 * @throws DockerError `pull_failed` with its cause in words, `docker_odd_answer`.
 */
export async function* readPull(source: AsyncIterable<Buffer>): AsyncGenerator<PullProgress> {
  for await (const value of readJsonLines(source)) {
    const line = pullLine.safeParse(value);
    if (!line.success) throw oddAnswer('a line that is no progress', line.error);
    const { error, ...progress } = line.data;
    if (error !== undefined) throw pullFailed(error);
    yield progress;
  }
}

/** The failure of a pull that the engine refused at once, which it answers like any other request. */
export function asPullFailure(error: unknown): unknown {
  const refused =
    isDockerError(error) && (error.reason === 'docker_failed' || error.reason === 'docker_not_found');
  return refused ? pullFailed(String(error.data?.said ?? error.message), error) : error;
}

function pullFailed(said: string, cause?: unknown): DockerError {
  const [message, hint] = causes.find(([pattern]) => pattern.test(said))?.[1] ?? [
    'The image could not be pulled.',
    'Try again; if it stays, pull it by hand on the server to see more.',
  ];
  return new DockerError('pull_failed', message, { hint, said, cause });
}

const causes: [RegExp, [message: string, hint: string]][] = [
  [
    /toomanyrequests|rate limit/i,
    ['The registry allows no more downloads for now.', 'Wait, or sign the server in to the registry.'],
  ],
  [
    /unauthorized|denied|authentication required|no basic auth/i,
    [
      'The registry does not hand out this image without a sign-in, or it does not exist.',
      'Check the name of the image.',
    ],
  ],
  [
    /manifest unknown|not found|does not exist|manifest for/i,
    ['The registry has no such image or tag.', 'Check the name and the tag of the image.'],
  ],
  [
    /no matching manifest/i,
    [
      'The image does not exist for the processor of this server.',
      'Choose an image that supports its architecture.',
    ],
  ],
  [/no space left/i, ['The disk of the server is full.', 'Free space on the server, then try again.']],
  [
    /no such host|server misbehaving|i\/o timeout|connection refused|connection reset|tls handshake|context deadline|network is unreachable/i,
    ['The server could not reach the registry.', 'Check name servers, proxy and firewall of the server.'],
  ],
  [
    /x509|certificate/i,
    ['The server does not trust the certificate of the registry.', 'Check its clock and its certificates.'],
  ],
];
