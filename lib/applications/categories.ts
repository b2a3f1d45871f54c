import 'server-only';

/** Slugs of `app_categories`, in the order of the marketplace. */
export const categories = [
  'media',
  'productivity',
  'networking',
  'automation',
  'monitoring',
  'storage',
  'security',
  'development',
  'database',
  'utility',
  'other',
] as const;
