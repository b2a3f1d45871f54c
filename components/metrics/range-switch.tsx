import type { Route } from 'next';
import Link from 'next/link';
import type { ListParams } from '@/components/data/list-address';
import { buttonVariants } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { type RangeName, rangeNames, ranges } from '@/lib/metrics/ranges';
import { metricMessages as words } from './messages';

type RangeSwitchProps = {
  path: string;
  range: RangeName;
  until: number | null;
  /** The page's search parameters; the order of a list stays. */
  params?: ListParams;
};

/** The window of time as links, so that reload, share and Back keep it. */
export function RangeSwitch({ path, range, until, params }: RangeSwitchProps) {
  const end = until ?? Math.floor(Date.now() / 1000);
  const step = ranges[range].seconds;
  const isPast = until !== null && until < Date.now() / 1000;
  return (
    <nav aria-label={words.range} className="flex flex-wrap items-center gap-2">
      <ul className="flex flex-wrap gap-1">
        {rangeNames.map((name) => (
          <li key={name}>
            <RangeLink href={rangeAddress(path, name, until, params)} isCurrent={name === range}>
              {ranges[name].label}
            </RangeLink>
          </li>
        ))}
      </ul>
      <RangeLink href={rangeAddress(path, range, end - step, params)}>{words.earlier}</RangeLink>
      {isPast && (
        <RangeLink
          href={rangeAddress(path, range, end + step < Date.now() / 1000 ? end + step : null, params)}
        >
          {words.later}
        </RangeLink>
      )}
      {isPast && <RangeLink href={rangeAddress(path, range, null, params)}>{words.back}</RangeLink>}
    </nav>
  );
}

type RangeLinkProps = { href: string; isCurrent?: boolean; children: string };

function RangeLink({ href, isCurrent, children }: RangeLinkProps) {
  return (
    <Link
      href={href as Route}
      replace
      scroll={false}
      // Each of them would be a whole page of numbers that nobody asked for.
      prefetch={false}
      aria-current={isCurrent ? 'true' : undefined}
      className={cn(
        buttonVariants({ variant: 'outline', size: 'sm' }),
        isCurrent && 'border-accent-ink text-accent-ink',
      )}
    >
      {children}
    </Link>
  );
}

/** The address of a range; `until` (seconds since 1970) is rounded to minutes, null ends now. */
export function rangeAddress(
  path: string,
  range: RangeName,
  until: number | null,
  params: ListParams = {},
): string {
  const end =
    until === null ? '' : `&until=${new Date(Math.round(until / 60) * 60_000).toISOString().slice(0, 16)}Z`;
  const kept = typeof params.sort === 'string' ? `&sort=${encodeURIComponent(params.sort)}` : '';
  return `${path}?range=${range}${end}${kept}`;
}

/** The moment an address names in `until`, in seconds since 1970; null for now and for anything that is no moment. */
export function untilFrom(value: unknown): number | null {
  const parsed = typeof value === 'string' ? Date.parse(value) / 1000 : Number.NaN;
  return Number.isFinite(parsed) && parsed > 0 ? parsed : null;
}
