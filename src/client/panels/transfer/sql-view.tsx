'use client';
import { useMemo } from 'react';
import type { SqlToken } from './sql-tokens';
import { sqlTokens } from './sql-tokens';

/** Longer texts are shown in one colour: a hundred thousand coloured pieces help nobody. */
const mostColoured = 120_000;

const colors = {
  keyword: 'text-(--sql-keyword)',
  string: 'text-(--sql-string)',
  number: 'text-(--sql-number)',
  comment: 'text-(--sql-comment)',
} as const;

/** Safari does not let a scrolling region take the focus by itself, and without it no key scrolls. */
function makeFocusable(element: HTMLElement | null): void {
  element?.setAttribute('tabindex', '0');
}

/** SQL to be read. */
export function SqlView({ sql, label }: { readonly sql: string; readonly label: string }) {
  const tokens = useMemo(
    (): readonly SqlToken[] =>
      sql.length > mostColoured ? [{ kind: 'plain', text: sql, at: 0 }] : sqlTokens(sql),
    [sql],
  );
  return (
    <section
      ref={makeFocusable}
      aria-label={label}
      data-testid="sql"
      className="min-h-0 flex-1 overflow-auto bg-sunken px-5 py-3 font-mono text-xs leading-[18px] whitespace-pre focus-visible:-outline-offset-2"
    >
      {tokens.map((token) =>
        token.kind === 'plain' ? (
          token.text
        ) : (
          <span key={token.at} className={colors[token.kind]}>
            {token.text}
          </span>
        ),
      )}
    </section>
  );
}
