import { ExternalLink } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { formatBytes } from '@/components/data/format';
import { DetailLayout } from '@/components/shell/detail-layout';
import { type Fact, FactList } from '@/components/shell/fact-list';
import { PageHeader } from '@/components/shell/page-header';
import { buttonVariants } from '@/components/ui/button-variants';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { loadApplication } from '@/lib/applications/loaders';
import type { ApplicationDetail } from '@/lib/applications/views';
import { catalogueMessages as words } from './messages';
import { WhatItDoes } from './what-it-does';

/** The page of an application: what it is, what it will do on a server, and the way to deploy it. */
export async function ApplicationPage({
  applicationId,
  serverId,
}: {
  applicationId: string;
  serverId: string | undefined;
}) {
  const application = await loadApplication(applicationId);
  const suffix = serverId ? `?server=${encodeURIComponent(serverId)}` : '';
  return (
    <>
      <PageHeader
        crumbs={[{ label: words.title, href: `/applications${suffix}` }]}
        title={application.name}
        description={application.tagline}
        action={
          application.mayDeploy && application.status === 'available' ? (
            <Link
              href={`/applications/${application.id}/deploy${suffix}` as Route}
              className={buttonVariants()}
            >
              {words.deploy}
            </Link>
          ) : undefined
        }
      />
      <DetailLayout facts={<FactList title={words.facts} facts={factsOf(application)} />}>
        {application.description && (
          <div className="flex max-w-prose flex-col gap-3">
            {application.description.split(/\n{2,}/).map((paragraph) => (
              <p key={paragraph}>{paragraph.replaceAll('\n', ' ')}</p>
            ))}
          </div>
        )}
        <WhatItDoes form={application.form} />
        {application.installations.length > 0 && <Installations application={application} />}
      </DetailLayout>
    </>
  );
}

function Installations({ application }: { application: ApplicationDetail }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.installed}</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="flex flex-col gap-2 text-table">
          {application.installations.map(({ id, name, serverId, serverName }) => (
            <li key={id}>
              <Link href={`/apps/${id}`} className="font-medium text-accent-ink">
                {name}
              </Link>{' '}
              <span className="text-muted-foreground">{words.on}</span>{' '}
              <Link href={`/servers/${serverId}`}>{serverName}</Link>
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

function factsOf({
  version,
  category,
  author,
  license,
  links,
  source,
  form,
  contentHash,
}: ApplicationDetail): Fact[] {
  const { requirements, architectures } = form;
  return [
    { label: 'Version', value: version },
    { label: 'Category', value: category.name },
    { label: 'Processors', value: architectures.join(', ') },
    { label: words.requirements.memory, value: sizeWords(requirements.memoryBytes) },
    { label: words.requirements.disk, value: sizeWords(requirements.diskBytes) },
    { label: 'Author', value: author },
    { label: 'License', value: license },
    { label: 'Source', value: words.source[source] },
    ...(links.website ? [{ label: 'Website', value: <OutsideLink href={links.website} /> }] : []),
    ...(links.documentation
      ? [{ label: 'Documentation', value: <OutsideLink href={links.documentation} /> }]
      : []),
    { label: 'Definition', value: contentHash.slice(0, 12), copy: contentHash, mono: true },
  ];
}

function OutsideLink({ href }: { href: string }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1.5 text-accent-ink hover:underline"
    >
      {new URL(href).hostname}
      <ExternalLink aria-hidden="true" className="size-3.5" />
    </a>
  );
}

const sizeWords = (bytes: number | undefined) =>
  bytes === undefined ? null : `${formatBytes(bytes)} or more`;
