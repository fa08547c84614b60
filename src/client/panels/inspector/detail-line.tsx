import type { ReactNode } from 'react';

/** One line of details: what it is, and its field. */
export function DetailLine({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[68px_minmax(0,1fr)] items-start gap-2">
      <span className="py-1.5 text-xs text-ink-mute">{label}</span>
      {children}
    </div>
  );
}
