/**
 * The proof that a change comes from this origin. The browser makes it up when somebody signs in and keeps it where it keeps
 * origins apart, ports included: an app on another port of the same host receives the cookie, never this.
 */
const KEY = 'tomo.origin-proof';
const HEADER = 'tomo-origin-proof';
const READS = new Set(['GET', 'HEAD']);

/** 256 random bits, base64url. */
export function newOriginProof(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Keeps the proof of the session that has just been opened, for all tabs of this origin. */
export function keepOriginProof(proof: string): void {
  localStorage.setItem(KEY, proof);
}

/** The proof of this browser's session, if it holds one. */
export function heldOriginProof(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Whether this browser keeps anything for this origin: people can forbid it. */
export function canKeepProof(): boolean {
  try {
    localStorage.setItem(`${KEY}.trial`, '1');
    localStorage.removeItem(`${KEY}.trial`);
    return true;
  } catch {
    return false;
  }
}

/**
 * Lets every change that this page sends to its own origin carry the proof. It wraps `fetch`, because the framework sends
 * server actions itself and offers no place for a header.
 */
export function sendOriginProof(): void {
  const send = window.fetch;
  window.fetch = (input, init) => {
    const proof = heldOriginProof();
    const request = input instanceof Request ? input : undefined;
    const url = new URL(request?.url ?? String(input), location.href);
    const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    if (!proof || READS.has(method) || url.origin !== location.origin) return send(input, init);
    const headers = new Headers(init?.headers ?? request?.headers);
    headers.set(HEADER, proof);
    return send(input, { ...init, headers });
  };
}
