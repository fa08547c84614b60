import type { ProblemDocument } from '../../../core/std/problem';
import { sourceLine } from './source-line';

/** Why a dump was not taken, with the place in the text where there is one. */
export function ImportFailure({
  problem,
  text,
}: {
  readonly problem: ProblemDocument;
  readonly text: string;
}) {
  const { line, column, names } = problem;
  const source = line === undefined ? null : sourceLine(text, line, column);
  return (
    <div role="alert" data-testid="import-failure" className="flex flex-col gap-3">
      <p className="rounded-control bg-bad-wash px-3 py-2 text-sm text-bad">
        {line !== undefined && (
          <strong className="font-semibold">
            Line {line}
            {column !== undefined && `, column ${column}`}:{' '}
          </strong>
        )}
        {problem.detail}
      </p>
      {source && (
        <pre className="overflow-x-auto rounded-control bg-sunken px-3 py-2 font-mono text-xs ring-1 ring-line ring-inset">
          <span className="mr-3 text-ink-mute select-none">{source.line}</span>
          {source.before}
          <mark className="rounded-sm bg-bad-wash text-bad underline decoration-wavy underline-offset-4">
            {source.after || ' '}
          </mark>
        </pre>
      )}
      {names && names.length > 0 && (
        <ul className="max-h-48 columns-2 overflow-y-auto font-mono text-xs text-ink-soft">
          {names.map((name) => (
            <li key={name} className="truncate">
              {name}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
