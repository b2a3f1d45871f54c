import { LoaderCircle } from 'lucide-react';

/** Never alone: the text beside it says what runs. */
export function Spinner() {
  return <LoaderCircle aria-hidden="true" className="animate-spin" />;
}
