import { FileDown } from 'lucide-react';

/** Says, while a file is over the page, where it may be dropped (anywhere) and what that does. */
export function DropOverlay(props: { readonly isShown: boolean; readonly hint?: string }) {
  const { isShown, hint = 'Drop the .sql file to import it' } = props;
  if (!isShown) return null;
  return (
    <div
      data-testid="drop-overlay"
      className="pointer-events-none fixed inset-0 z-50 animate-fade bg-scrim p-3"
    >
      <div className="flex size-full items-center justify-center rounded-box border-2 border-dashed border-accent">
        <div className="flex max-w-[90%] items-center gap-3 rounded-box bg-raised px-6 py-5 text-base font-medium shadow-pop">
          <FileDown aria-hidden className="size-5 shrink-0 text-accent" strokeWidth={1.75} />
          {hint}
        </div>
      </div>
    </div>
  );
}
