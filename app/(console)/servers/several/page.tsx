import type { Metadata } from 'next';
import { AddSeveral } from '@/components/servers/add-several';

export const metadata: Metadata = { title: 'Add several · Servers' };

export default function Page() {
  return <AddSeveral />;
}
