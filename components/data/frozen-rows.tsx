'use client';

import { Children, isValidElement, type ReactNode, useEffect, useRef, useState } from 'react';

/**
 * Keeps the order of rows while pointer, focus or selection is inside the table: values change in place, nothing moves
 * under a hand. New rows come last, gone rows go, and the true order returns when the hand has left.
 */
export function FrozenRows({ children }: { children: ReactNode }) {
  const rows = Children.toArray(children).filter(isValidElement);
  const keys = rows.map((row) => String(row.key));
  const [order, setOrder] = useState(keys);
  const marker = useRef<HTMLTableRowElement>(null);
  const joined = keys.join('\n');

  useEffect(() => {
    const table = marker.current?.closest('table');
    const settle = () => {
      const busy = table?.matches(':hover, :focus-within') && matchMedia('(hover: hover)').matches;
      if (!busy) setOrder(joined.split('\n'));
    };
    settle();
    table?.addEventListener('pointerleave', settle);
    table?.addEventListener('focusout', settle);
    return () => {
      table?.removeEventListener('pointerleave', settle);
      table?.removeEventListener('focusout', settle);
    };
  }, [joined]);

  const place = new Map(order.map((key, index) => [key, index]));
  const last = order.length;
  const sorted = rows.toSorted(
    (a, b) => (place.get(String(a.key)) ?? last) - (place.get(String(b.key)) ?? last),
  );
  return (
    <>
      <tr ref={marker} hidden />
      {sorted}
    </>
  );
}
