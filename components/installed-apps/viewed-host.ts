import 'server-only';
import { headers } from 'next/headers';

/** The host name under which this page of Tomo is viewed, without its port; what *Open* must not use. */
export async function viewedHost(): Promise<string> {
  return (await headers()).get('host') ?? '';
}
