'use client';

declare global {
  var __webpack_nonce__: string | undefined;
}

// Radix locks scrolling through a <style> element and asks this global for the nonce that the content policy wants.
// The document's own scripts carry the right one; a prop would bring the nonce of a later refresh.
if (typeof document !== 'undefined') {
  globalThis.__webpack_nonce__ ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
}

/** Nothing to see: mounting it brings the nonce to the libraries that insert styles. */
export function StyleNonce() {
  return null;
}
