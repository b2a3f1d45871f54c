import { ConsoleFrame } from '@/components/shell/console-frame';

export default function ConsoleLayout({ children }: LayoutProps<'/'>) {
  return <ConsoleFrame>{children}</ConsoleFrame>;
}
