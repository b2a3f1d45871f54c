const HIDDEN_CLOSES_AFTER_MS = 5_000;

/**
 * Closes a stream when its tab has been hidden for five seconds, and opens it again when the tab shows and it is closed:
 * servers keep nothing open for tabs that nobody looks at. `sourceOf` gives the stream as it is now, undefined when it is over.
 * Returns what stops this.
 */
export function whileTabShows(sourceOf: () => EventSource | undefined, open: () => void): () => void {
  let hideTimer: ReturnType<typeof setTimeout> | undefined;
  const onVisibility = () => {
    clearTimeout(hideTimer);
    if (document.hidden) hideTimer = setTimeout(() => sourceOf()?.close(), HIDDEN_CLOSES_AFTER_MS);
    else if (sourceOf()?.readyState === EventSource.CLOSED) open();
  };
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    clearTimeout(hideTimer);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
