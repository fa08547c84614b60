import type { LucideIcon } from 'lucide-react';
import { FileDown, Share2, Table2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { SamplePicture } from './sample-picture';

const steps: readonly { readonly icon: LucideIcon; readonly title: string; readonly text: string }[] = [
  {
    icon: Table2,
    title: 'Draw tables',
    text: 'Press T for a table, Enter for the next column, and drag from column to column for a foreign key.',
  },
  {
    icon: Share2,
    title: 'Work together',
    text: 'Share a link. Everyone sees every edit as it happens, and nobody overwrites anybody in silence.',
  },
  {
    icon: FileDown,
    title: 'Take it away',
    text: 'Export DDL that PostgreSQL accepts, or drop a pg_dump here and begin with what you have.',
  },
];

/** What somebody sees who has no project yet: what this is, and how to begin. */
export function FirstSteps({ actions }: { readonly actions: ReactNode }) {
  return (
    <div className="pt-2">
      <div className="grid items-center gap-10 md:grid-cols-[1fr_400px]">
        <div>
          <h1 className="text-3xl font-semibold tracking-[-0.025em] text-balance">
            Design a PostgreSQL schema together, live.
          </h1>
          <p className="mt-3 max-w-[44ch] text-base text-pretty text-ink-soft">
            One diagram, everybody in it, and a database at the end of it. Start empty, or from a database
            that you already have.
          </p>
          <div className="mt-6 flex flex-row-reverse flex-wrap justify-end gap-2">{actions}</div>
          <p className="mt-3 text-xs text-ink-mute">You can also drop a .sql file anywhere on this page.</p>
        </div>
        <SamplePicture />
      </div>
      <ul className="mt-14 grid gap-px overflow-hidden rounded-box bg-line ring-1 ring-line sm:grid-cols-3">
        {steps.map(({ icon: Icon, title, text }) => (
          <li key={title} className="bg-panel p-5">
            <Icon aria-hidden className="size-5 text-accent" strokeWidth={1.5} />
            <h2 className="mt-3 text-base font-semibold">{title}</h2>
            <p className="mt-1 text-sm text-pretty text-ink-mute">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
