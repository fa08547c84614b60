import { LoaderCircle } from 'lucide-react';

/** Something is going on; `label` says what. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <span role="status" className="inline-flex items-center gap-2 text-sm text-ink-mute">
      <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.75} />
      {label}
    </span>
  );
}
