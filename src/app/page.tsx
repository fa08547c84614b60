'use client';
import { useRouter } from 'next/navigation';
import { StartPage } from '../client/panels/start/start-page';

export default function Page() {
  const router = useRouter();
  return <StartPage open={(projectId) => router.push(`/p/${projectId}`)} />;
}
