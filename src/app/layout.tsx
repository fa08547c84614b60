import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import './fonts';
import './globals.css';
import { AppFrame } from '../client/panels/app-frame';

export const metadata: Metadata = {
  title: 'VersionZero',
  description: 'Design a PostgreSQL schema together, live.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#14161b' },
  ],
};

/** The frame of every page. The theme script is a file, and blocks on purpose: it decides the first paint. */
export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <script src="/theme.js" />
      </head>
      <body>
        <AppFrame>{children}</AppFrame>
      </body>
    </html>
  );
}
