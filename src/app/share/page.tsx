'use client';
import { usePathname, useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { SharePage } from '../../client/panels/share/share-page';
import { usePathPart } from '../../client/panels/use-path-part';

export default function Page() {
  const router = useRouter();
  const shareKey = usePathPart(usePathname(), 's');
  const open = useCallback((projectId: string) => router.replace(`/p/${projectId}`), [router]);
  if (shareKey === null) return null;
  return <SharePage shareKey={shareKey} open={open} home={() => router.push('/')} />;
}
