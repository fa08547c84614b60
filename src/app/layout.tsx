import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: 'VersionZero',
  description: 'Design a PostgreSQL schema together, live.',
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
