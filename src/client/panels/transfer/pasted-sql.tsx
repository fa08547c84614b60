'use client';
import { ClipboardPaste } from 'lucide-react';
import { Button } from '../ui/button';

/** `3,425 lines, 350 kB`: how much was pasted. */
export function sizeInWords(text: string): string {
  const lines = text.split('\n').length;
  const bytes = new Blob([text]).size;
  const size = bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}, ${size}`;
}

/** Stands for a large text that was pasted: nobody edits it here, and a field would take half a minute to lay it out. */
export function PastedSql({ text, onClear }: { readonly text: string; readonly onClear: () => void }) {
  const head = text.slice(0, 2_000).split('\n').slice(0, 5).join('\n');
  return (
    <div data-testid="import-pasted" className="rounded-control bg-sunken ring-1 ring-line ring-inset">
      <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
        <ClipboardPaste aria-hidden className="size-4 text-ink-mute" strokeWidth={1.75} />
        <span role="status" className="min-w-0 flex-1 text-sm">
          Pasted {sizeInWords(text)}
        </span>
        <Button size="small" look="quiet" data-testid="import-clear" onClick={onClear}>
          Clear
        </Button>
      </div>
      <pre className="overflow-hidden border-t border-line px-3 py-2 font-mono text-xs text-ink-mute">
        {head}
      </pre>
    </div>
  );
}
