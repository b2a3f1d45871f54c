import { HardDrive } from 'lucide-react';
import { loadIsDiskFull } from '@/lib/retention/loaders';
import { shellMessages } from './messages';
import { Strip } from './strip';

/** One line above everything while the disk of Tomo itself is full. */
export async function DiskStrip() {
  if (!(await loadIsDiskFull())) return null;
  return (
    <Strip
      label={shellMessages.diskNotice}
      icon={<HardDrive aria-hidden="true" className="max-sm:hidden" />}
      title={shellMessages.diskFull}
      hint={shellMessages.diskFullHint}
    />
  );
}
