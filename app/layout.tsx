import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { StyleNonce } from '@/components/shell/style-nonce';
import { viewChoices } from '@/components/shell/view-choices';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Tomo', template: '%s · Tomo' },
  description: 'Manage your own servers.',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Prerendered HTML carries no nonce and its scripts would be dead: every page is rendered for its request.
  await connection();
  const { theme, density } = await viewChoices();
  return (
    <html
      lang="en"
      data-density={density}
      className={`${GeistSans.variable} ${GeistMono.variable} ${theme === 'system' ? '' : theme}`}
    >
      <body>
        {children}
        <StyleNonce />
      </body>
    </html>
  );
}
