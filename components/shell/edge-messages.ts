/** Words of the pages that stand in for a page. */
export const edgeMessages = {
  missingTitle: 'Page not found',
  missingText: 'This page does not exist, or your role may not open it.',
  home: 'Go to the dashboard',
  failedTitle: 'This page could not be shown',
  failedText:
    'Something failed inside Tomo. Try again; if it stays, an administrator finds the cause in the system log.',
  errorId: (id: string) => `Error ${id}`,
  retry: 'Retry',
  copyDetails: 'Copy details',
} as const;
