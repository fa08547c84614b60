import type { Diagnostic, LedgerEntry } from '../../schema/import-report';
import { LineIndex } from './source';

/** Collects what whoever imports should know; counts what comes in thousands. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  readonly #ledger: LedgerEntry[] = [];
  readonly #counted = new Map<
    string,
    { readonly kind: string; readonly name: string; readonly why: string; count: number }
  >();
  readonly #said = new Set<string>();
  readonly #lines: LineIndex;

  constructor(sql: string) {
    this.#lines = new LineIndex(sql);
  }

  /** `offset` is one in the script (UTF-16 code units). */
  diagnose(severity: Diagnostic['severity'], code: string, message: string, offset?: number): void {
    const position = offset === undefined ? {} : this.#lines.positionOf(offset);
    this.diagnostics.push({ severity, code, message, ...position });
  }

  /** The same, but only the first time that this code comes up. */
  diagnoseOnce(severity: Diagnostic['severity'], code: string, message: string, offset?: number): void {
    if (this.#said.has(code)) return;
    this.#said.add(code);
    this.diagnose(severity, code, message, offset);
  }

  /** One thing that the model does not hold, and what became of it. */
  note(kind: string, name: string, reason: string): void {
    this.#ledger.push({ kind, name, reason });
  }

  /** One of many alike: the ledger gets one line with their number. */
  count(kind: string, name: string, why: string): void {
    const key = `${kind}\0${name}`;
    const known = this.#counted.get(key);
    if (known) known.count++;
    else this.#counted.set(key, { kind, name, why, count: 1 });
  }

  ledger(): readonly LedgerEntry[] {
    const counted = [...this.#counted.values()].map(({ kind, name, why, count }) => ({
      kind,
      name,
      reason: `${withSeparators(count)} ${count === 1 ? 'statement' : 'statements'} ${why}`,
    }));
    return [...this.#ledger, ...counted];
  }
}

/** 3362 → `3,362`. */
function withSeparators(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
