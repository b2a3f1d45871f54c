import {
  Activity,
  Box,
  ChartLine,
  LayoutDashboard,
  LibraryBig,
  type LucideIcon,
  ScrollText,
  Server,
} from 'lucide-react';
import type { Route } from 'next';
import { can, type Permission, type Role } from '@/lib/auth/permissions';

export type NavigationEntry = { href: Route; label: string; icon: LucideIcon; permission: Permission };

const entries: NavigationEntry[] = [
  { href: '/', label: 'Dashboard', icon: LayoutDashboard, permission: 'dashboard.read' },
  { href: '/servers', label: 'Servers', icon: Server, permission: 'servers.read' },
  { href: '/apps', label: 'Apps', icon: Box, permission: 'apps.read' },
  { href: '/metrics', label: 'Metrics', icon: ChartLine, permission: 'metrics.read' },
  { href: '/applications', label: 'Catalogue', icon: LibraryBig, permission: 'catalogue.read' },
  { href: '/activity', label: 'Activity', icon: Activity, permission: 'jobs.read' },
  { href: '/audit', label: 'Audit log', icon: ScrollText, permission: 'audit.read' },
];

/** The entries of the side bar that `role` can open, in their fixed order. */
export function navigationFor(role: Role): NavigationEntry[] {
  return entries.filter((entry) => can(role, entry.permission));
}
