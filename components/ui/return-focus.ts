import type { RefObject } from 'react';

/** Closing a dialog that no Radix trigger opened gives the focus back to `opener`. */
export function returnFocus(opener: RefObject<HTMLElement | null> | undefined) {
  return (event: Event) => {
    if (!opener?.current) return;
    event.preventDefault();
    opener.current.focus();
  };
}
