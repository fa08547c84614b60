import { FileDown } from 'lucide-react';

/** Says, while a file is over the page, what dropping it does. */
export function DropOverlay({ isShown }: { readonly isShown: boolean }) {
  if (!isShown) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex animate-fade items-center justify-center bg-scrim">
      <div className="flex items-center gap-3 rounded-box bg-raised px-6 py-5 text-base font-medium shadow-pop">
        <FileDown aria-hidden className="size-5 text-accent" strokeWidth={1.75} />
        Drop the .sql file to import it
      </div>
    </div>
  );
}
