/** The search parameters of a list page as Next hands them over. */
export type ListParams = Record<string, string | string[] | undefined>;

/**
 * The address of a list with some parameters changed; null or an empty list removes one. Several values of one filter
 * are joined by commas, and every change but paging leads back to the first page.
 */
export function listAddress(
  path: string,
  params: ListParams,
  changes: Record<string, string | string[] | null>,
): string {
  const merged = new Map<string, string>();
  for (const [name, value] of Object.entries({ ...params, ...changes })) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text) merged.set(name, text);
  }
  if (!('after' in changes) && !('before' in changes)) {
    merged.delete('after');
    merged.delete('before');
  }
  const query = [...merged]
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
    .join('&');
  return query ? `${path}?${query}` : path;
}

/** The values of one filter: `status=offline,unknown` and `status=offline&status=unknown` mean the same. */
export function listValues(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap((part) => part.split(','))
    .filter(Boolean);
}
