/**
 * Progress lines with the seconds since the start, so that a slow step is seen where it happens.
 */

/**
 * @typedef {{ seconds: number, message: string }} ProgressEvent
 * @typedef {(event: ProgressEvent) => void} OnProgress
 */

/**
 * @param {OnProgress} [onProgress]
 * @returns {(message: string) => void}
 */
export function startProgress(onProgress) {
  const startedAt = performance.now();
  return (message) => onProgress?.({ seconds: (performance.now() - startedAt) / 1000, message });
}

/** @param {ProgressEvent} event */
export function formatProgress({ seconds, message }) {
  return `[${seconds.toFixed(1).padStart(6)}s] ${message}`;
}
