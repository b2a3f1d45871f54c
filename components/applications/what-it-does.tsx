import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Code } from '@/components/ui/code';
import type { ApplicationDetail } from '@/lib/applications/views';
import { portPurposes, volumePurposes, catalogueMessages as words } from './messages';

/** What an application brings to a server: images, ports, data, questions, secrets and rights, each as a list. */
export function WhatItDoes({ form }: Pick<ApplicationDetail, 'form'>) {
  const asked = form.groups.flatMap((group) => group.fields).filter((field) => field.generate !== 'always');
  const made = form.groups.flatMap((group) => group.fields).filter((field) => field.generate === 'always');
  return (
    <Card>
      <CardHeader>
        <CardTitle>{words.whatItDoes}</CardTitle>
      </CardHeader>
      <CardContent>
        <dl className="divide-y divide-border text-table">
          <Row title={words.images} help={words.imagesText}>
            {form.services.map(({ name, image }) => (
              <li key={name} className="flex flex-wrap gap-x-2">
                <Code>{image}</Code>
                <span className="text-muted-foreground">{name}</span>
              </li>
            ))}
          </Row>
          <Row title={words.ports} empty={words.noPorts}>
            {form.ports.map((port) => (
              <li key={port.id}>
                {port.web ?? portPurposes[port.purpose]}, {portWords(port)}
                <span className="text-muted-foreground"> · {words.suggests[port.bind]}</span>
                {port.fixed && <span className="text-muted-foreground"> · {words.fixedPort}</span>}
                {port.optional && <span className="text-muted-foreground"> · {words.optional}</span>}
              </li>
            ))}
          </Row>
          <Row title={words.volumes} empty={words.noVolumes}>
            {form.volumes.map((volume) => (
              <li key={volume.id}>
                {volumePurposes[volume.purpose]}
                {volume.description && <span className="text-muted-foreground"> · {volume.description}</span>}
              </li>
            ))}
          </Row>
          <Row title={words.asks} empty={words.noFields}>
            {asked.map((field) => (
              <li key={field.key}>
                {field.label}
                {field.required && field.default === undefined && (
                  <span className="text-muted-foreground"> · {words.required}</span>
                )}
              </li>
            ))}
          </Row>
          {made.length > 0 && (
            <Row title={words.secrets}>
              {made.map((field) => (
                <li key={field.key}>{field.label}</li>
              ))}
            </Row>
          )}
          <Row title={words.privileges} empty={words.noPrivileges}>
            {form.privileges.map((privilege) => (
              <li key={privilege.id} className="flex gap-2">
                <TriangleAlert
                  aria-hidden="true"
                  className={`mt-0.5 size-4 shrink-0 ${privilege.severe ? 'text-danger' : 'text-warning'}`}
                />
                <span>
                  <span className="font-medium">{privilege.title}.</span> {privilege.meaning}
                  <span className="block text-muted-foreground">{privilege.why}</span>
                </span>
              </li>
            ))}
          </Row>
        </dl>
      </CardContent>
    </Card>
  );
}

function Row({
  title,
  help,
  empty,
  children,
}: {
  title: string;
  help?: string;
  empty?: string;
  children: ReactNode[];
}) {
  return (
    <div className="grid gap-x-6 gap-y-1 py-3 first:pt-1 last:pb-0 sm:grid-cols-[11rem_minmax(0,1fr)]">
      <dt className="text-muted-foreground">{title}</dt>
      <dd className="min-w-0">
        {children.length > 0 ? <ul className="flex flex-col gap-1">{children}</ul> : <span>{empty}</span>}
        {help && children.length > 0 && <p className="mt-1 text-muted-foreground text-xs">{help}</p>}
      </dd>
    </div>
  );
}

function portWords({ target, protocol }: { target: number; protocol: string }): string {
  return `${target}/${protocol === 'both' ? 'tcp and udp' : protocol} in the container`;
}
