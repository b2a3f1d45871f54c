import type {
  findApplicationWithCategory,
  listApplications,
  listInstallations,
} from '@/db/applications/queries';
import { deployForm } from './form-schema';
import { type Model, modelSchema } from './model';

type Listed = Awaited<ReturnType<typeof listApplications>>[number];
type Found = NonNullable<Awaited<ReturnType<typeof findApplicationWithCategory>>>;

/** Where an application is installed: an app on a server. */
export type Installation = Omit<Awaited<ReturnType<typeof listInstallations>>[number], 'applicationId'>;

export type ApplicationSummary = {
  id: string;
  slug: string;
  name: string;
  tagline: string;
  version: string;
  tags: string[];
  source: Listed['source'];
  category: { slug: string; name: string };
  /** Ids of privileges that it asks for beyond the default box. */
  privileges: string[];
  installations: Installation[];
};

export function applicationSummary(row: Listed, installations: Installation[]): ApplicationSummary {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    tagline: row.description,
    version: row.appVersion,
    tags: row.tags,
    source: row.source,
    category: { slug: row.categorySlug, name: row.categoryName },
    privileges: (row.privileges as Model['privileges']).map((privilege) => privilege.id),
    installations,
  };
}

/** An application with everything its page shows: what it will do on a server, in words and lists. */
export function applicationDetail({ application, category }: Found, installations: Installation[]) {
  const model = modelSchema.parse(application.definition);
  const form = deployForm(model);
  return {
    id: application.id,
    slug: application.slug,
    name: application.name,
    tagline: application.description,
    description: application.longDescription,
    version: application.appVersion,
    tags: application.tags,
    source: application.source,
    status: application.status,
    revision: application.revision,
    contentHash: application.contentHash,
    author: application.author,
    license: application.license,
    links: model.links,
    category,
    form,
    web: model.web.map(({ name, path }) => ({ name, path })),
    installations,
  };
}

export type ApplicationDetail = ReturnType<typeof applicationDetail>;
