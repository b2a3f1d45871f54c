/** Words of tables, filters, measures and panels. */
export const dataMessages = {
  unknown: '–',
  search: 'Search',
  apply: 'Apply',
  clearAll: 'Clear all',
  any: 'Any',
  removeFilter: 'Remove filter',
  activeFilters: 'Active filters',
  actions: 'Actions',
  newer: 'Newer',
  older: 'Older',
  pages: 'Pages',
  retry: 'Retry',
  copyDetails: 'Copy details',
  panelFailed: (panel: string) => `${panel} could not be shown.`,
  panelHint:
    'The rest of the page still works. Try again; if it stays, an administrator finds the cause in the system log.',
  errorId: (id: string) => `Error ${id}`,
  warningAt: (percent: number) => `warning at ${percent} %`,
  criticalAt: (percent: number) => `critical at ${percent} %`,
  notKnown: 'not known',
} as const;
