import type { Metadata } from 'next';
import { AuditPage } from '@/components/audit/audit-page';

export const metadata: Metadata = { title: 'Audit log' };

export default async function Page({ searchParams }: PageProps<'/audit'>) {
  return <AuditPage params={await searchParams} />;
}
