import { clsx } from 'clsx';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import type { Severity } from '../../../core/review/rule';

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;
const colors = { error: 'text-bad', warning: 'text-warn', info: 'text-ink-mute' } as const;

/** The sign of a severity; the word stands beside it or is spoken. */
export function SeverityIcon({
  severity,
  className,
}: {
  readonly severity: Severity;
  readonly className?: string;
}) {
  const Icon = icons[severity];
  return (
    <Icon aria-hidden className={clsx('size-3.5 shrink-0', colors[severity], className)} strokeWidth={1.75} />
  );
}
