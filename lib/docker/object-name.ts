import 'server-only';
import { TomoError } from '@/lib/runtime/errors';

// Docker's own pattern for container names; ids fit it too.
const CONTAINER = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}$/;
// The grammar of the distribution project: [host[:port]/]component[/component]…[:tag][@digest]
const COMPONENT = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const IMAGE = new RegExp(
  `^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?/)?${COMPONENT}(?:/${COMPONENT})*` +
    '(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$',
);
const IMAGE_ID = /^(sha256:)?[a-f0-9]{12,64}$/;

/** A container id or name that may stand in an API path. @throws TomoError `invalid` */
export function containerName(text: string): string {
  if (CONTAINER.test(text)) return text;
  throw new TomoError('invalid', 'This is no name or id of a container.', {
    hint: 'Choose a container from the list.',
  });
}

/** An image reference or id that may stand in an API path. @throws TomoError `invalid` */
export function imageName(text: string): string {
  if (text.length <= 512 && (IMAGE_ID.test(text) || IMAGE.test(text))) return text;
  throw new TomoError('invalid', 'This is no name of an image.', {
    hint: 'Write it like nginx:1.29 or host/name:tag.',
  });
}

/** The two parts that a pull wants. Without a tag `latest` is meant: an empty one would pull every tag there is. */
export function splitImage(text: string): { fromImage: string; tag: string } {
  const name = imageName(text);
  const digest = name.indexOf('@');
  if (digest > 0)
    return { fromImage: name.slice(0, digest).replace(/:[^:/]+$/, ''), tag: name.slice(digest + 1) };
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/')
    ? { fromImage: name.slice(0, colon), tag: name.slice(colon + 1) }
    : { fromImage: name, tag: 'latest' };
}
