import type { Meaning } from '@/db/meaning';
import type { appCategories, applications } from './tables';

export const appCategoriesMeaning: Meaning<typeof appCategories> = {
  about: 'The eleven shelves of the catalogue, inserted at start where the slug is missing.',
  columns: {
    slug: 'stable name',
    name: 'name shown',
    description: 'one line',
    icon: 'name of a lucide icon',
    color: 'colour token of the theme',
    sortOrder: 'place in lists',
  },
};

export const applicationsMeaning: Meaning<typeof applications> = {
  about:
    'The local catalogue: what may be deployed, pinned to what was reviewed. Accepting a newer definition raises `revision`; running apps are not touched.',
  columns: {
    slug: 'stable name',
    name: 'name shown',
    description: 'one line',
    longDescription: 'text of the detail page',
    appVersion: 'version of the app',
    categoryId: 'shelf',
    tags: 'words to search by',
    icon: 'where the picture came from',
    iconHash: 'the checked picture, served locally',
    screenshots: 'pictures upstream offers',
    author: 'who made it',
    license: 'licence of the app',
    repository: 'source code of the app',
    documentation: 'manual of the app',
    source: 'where the definition came from',
    marketplaceAppId: 'entry it was imported from, while that exists',
    sourceRepoUrl: 'repository it came from; survives its removal',
    sourcePath: 'folder in that repository',
    sourceSlug: 'slug in that repository',
    sourceCommit: 'commit that was reviewed',
    format: 'format it was written in',
    definition: 'the canonical model',
    contentHash: 'SHA-256 of the canonical model',
    requirements: 'memory, disk, architectures',
    privileges: 'what it asks for on the host',
    consents: 'what an admin granted, item by item',
    revision: 'raised by each accepted definition',
    reviewedBy: 'who accepted it',
    reviewedAt: 'when',
    status: '`deprecated` = the source vanished, `disabled` = by an admin',
    featured: 'shown first',
  },
};
