import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type MessageProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  /** 1 where it is the whole page. */
  readonly level?: 1 | 2;
  readonly children: ReactNode;
  /** What can be done about it. */
  readonly actions?: ReactNode;
};

/** A whole page or panel that has something to say: nothing here yet, not found, went wrong. */
export function Message({ icon: Icon, title, level = 2, children, actions }: MessageProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="mx-auto flex max-w-[400px] flex-col items-center px-6 py-10 text-center">
      <span className="mb-4 inline-flex size-10 items-center justify-center rounded-box bg-panel text-ink-soft ring-1 ring-line">
        <Icon aria-hidden className="size-5" strokeWidth={1.5} />
      </span>
      <Heading className="text-lg font-semibold tracking-[-0.01em]">{title}</Heading>
      <div className="mt-1 text-sm text-pretty text-ink-mute">{children}</div>
      {actions && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
