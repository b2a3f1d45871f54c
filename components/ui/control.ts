/** The look shared by every text-like form control. */
export const controlClasses =
  'w-full min-w-0 rounded-md border border-input bg-card px-3 text-sm transition-colors placeholder:text-muted-foreground [&[readonly]]:bg-muted disabled:cursor-not-allowed disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-danger';
