import type { ReactNode } from 'react';

/** A titled part of the inspector. */
export function Section(props: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const { title, action, children } = props;
  return (
    <section aria-label={title} className="border-t border-line px-3 pt-2 pb-3">
      <div className="mb-1 flex h-7 items-center gap-1">
        <h3 className="flex-1 text-xs font-semibold text-ink-soft">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
