'use client';
import { usePathname, useRouter } from 'next/navigation';
import { ProjectPage } from '../../client/panels/project/project-page';
import { usePathPart } from '../../client/panels/use-path-part';

export default function Page() {
  const router = useRouter();
  const projectId = usePathPart(usePathname(), 'p');
  if (projectId === null) return null;
  return <ProjectPage projectId={projectId} home={() => router.push('/')} />;
}
