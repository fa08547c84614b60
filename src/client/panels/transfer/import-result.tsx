import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportReport } from '../../../core/protocol/transfer';

const countWords: readonly (readonly [key: keyof ImportReport['counts'], one: string, several: string])[] = [
  ['tables', 'table', 'tables'],
  ['partitions', 'of them a partition', 'of them partitions'],
  ['columns', 'column', 'columns'],
  ['primaryKeys', 'primary key', 'primary keys'],
  ['foreignKeys', 'foreign key', 'foreign keys'],
  ['uniques', 'unique', 'uniques'],
  ['checks', 'check', 'checks'],
  ['exclusions', 'exclusion', 'exclusions'],
  ['indexes', 'index', 'indexes'],
  ['enums', 'enum', 'enums'],
  ['domains', 'domain', 'domains'],
  ['compositeTypes', 'composite type', 'composite types'],
  ['rangeTypes', 'range type', 'range types'],
  ['sequences', 'sequence', 'sequences'],
  ['namespaces', 'schema', 'schemas'],
  ['verbatim', 'kept as text', 'kept as text'],
];

/** More lines than this are counted, not listed. */
const mostLines = 200;

/** What came in, what was kept as text or left out, and what there is to know. */
export function ImportResult({ report }: { readonly report: ImportReport }) {
  const { counts, ledger, diagnostics } = report;
  const shown = countWords.filter(([key]) => counts[key] > 0);
  return (
    <div className="flex flex-col gap-5" data-testid="import-result">
      <dl className="grid grid-cols-3 overflow-hidden rounded-box border border-line bg-panel sm:grid-cols-4">
        {shown.map(([key, one, several]) => (
          <div
            key={key}
            className="-mr-px -mb-px flex flex-col-reverse border-r border-b border-line px-3 py-2"
          >
            <dt className="text-xs text-ink-mute">{counts[key] === 1 ? one : several}</dt>
            <dd className="text-lg font-semibold tabular-nums" data-count={key}>
              {counts[key]}
            </dd>
          </div>
        ))}
      </dl>
      {diagnostics.length > 0 && (
        <Part title={`${diagnostics.length} to look at`}>
          {diagnostics.slice(0, mostLines).map((diagnostic) => (
            <li
              key={`${diagnostic.line}:${diagnostic.column}:${diagnostic.code}:${diagnostic.message}`}
              className="flex gap-2 px-3 py-1.5"
            >
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" strokeWidth={1.75} />
              <span className="min-w-0 flex-1">{diagnostic.message}</span>
              {diagnostic.line !== undefined && (
                <span className="shrink-0 text-xs text-ink-mute tabular-nums">
                  line {diagnostic.line}
                  {diagnostic.column !== undefined && `, column ${diagnostic.column}`}
                </span>
              )}
            </li>
          ))}
        </Part>
      )}
      {ledger.length > 0 && (
        <Part title={`${ledger.length} kept as text or left out`}>
          {ledger.slice(0, mostLines).map((entry) => (
            <li key={`${entry.kind}:${entry.name}:${entry.reason}`} className="flex gap-3 px-3 py-1.5">
              <span className="w-24 shrink-0 truncate text-ink-mute">{entry.kind}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-xs leading-5">{entry.name}</span>
              <span className="max-w-[45%] text-right text-xs leading-5 text-ink-mute">{entry.reason}</span>
            </li>
          ))}
        </Part>
      )}
      {diagnostics.length === 0 && ledger.length === 0 && (
        <p className="text-sm text-ink-mute">Everything in the dump was understood.</p>
      )}
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-semibold text-ink-soft">{title}</h3>
      <ul className="max-h-56 divide-y divide-line overflow-y-auto rounded-box border border-line text-sm">
        {children}
      </ul>
    </section>
  );
}
