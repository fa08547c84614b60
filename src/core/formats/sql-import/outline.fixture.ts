import { MemoryState } from '../../schema/memory-state';
import type { SchemaRecord } from '../../schema/record';
import type { Import } from './import-postgresql';

/**
 * An import as text that a person can check against the script: one line a record, names instead of ids,
 * fields in a fixed order. What tests compare.
 */
export function outlineOf(result: Import): string {
  const state = MemoryState.from(result.records);
  const name = (id: string) => nameOf(state, id);
  const lines: string[] = [];
  for (const namespace of state.ofKind('namespace'))
    lines.push(`schema ${namespace.body.name}${rest(namespace.body, name)}`);
  for (const record of state.ofKind('enum')) lines.push(`enum ${name(record.id)}${rest(record.body, name)}`);
  for (const kind of ['domain', 'composite', 'range'] as const) {
    for (const record of state.ofKind(kind))
      lines.push(`${kind} ${name(record.id)}${rest(record.body, name)}`);
  }
  for (const record of state.ofKind('sequence'))
    lines.push(`sequence ${name(record.id)}${rest(record.body, name)}`);
  for (const table of state.ofKind('table').toSorted((a, b) => (name(a.id) < name(b.id) ? -1 : 1))) {
    lines.push(`table ${name(table.id)}${rest(table.body, name)}`);
    for (const column of state.childrenOf(table.id, 'column'))
      lines.push(`  ${column.body.name}${rest(column.body, name)}`);
    const others = state
      .children(table.id)
      .filter((child) => child.kind !== 'column' && child.kind !== 'verbatim');
    lines.push(...others.map((child) => `  ${child.kind} ${name(child.id)}${rest(child.body, name)}`).sort());
  }
  const kept = state
    .ofKind('verbatim')
    .toSorted((a, b) => phaseRank(a) - phaseRank(b) || (a.body.order < b.body.order ? -1 : 1));
  for (const { body } of kept) {
    lines.push(
      `text ${body.phase}: ${body.tag}${body.name && ` ${body.name}`} | ${body.text.replaceAll(/\s+/g, ' ').slice(0, 160)}`,
    );
  }
  for (const entry of result.ledger)
    lines.push(`ledger ${entry.kind}${entry.name && ` ${entry.name}`}: ${entry.reason}`);
  for (const { severity, code, line, column, message } of result.diagnostics) {
    lines.push(`${severity} ${code}${line === undefined ? '' : ` ${line}:${column}`}: ${message}`);
  }
  return `${lines.join('\n')}\n`;
}

const phases = ['before tables', 'after tables', 'after constraints'];

function phaseRank({ body }: SchemaRecord<'verbatim'>): number {
  return phases.indexOf(body.phase);
}

function nameOf(state: MemoryState, id: string): string {
  const record = state.get(id);
  if (!record || !('body' in record)) return '?';
  const own = 'name' in record.body ? record.body.name : record.id;
  if (!('namespaceId' in record.body)) return own;
  const namespace = state.live(record.body.namespaceId, 'namespace');
  return namespace ? `${namespace.body.name}.${own}` : own;
}

/** Order does not matter to a reader, and what is told by the line's place is left out. */
const silent: ReadonlySet<string> = new Set(['name', 'namespaceId', 'tableId', 'order', 'columnRefs']);

function rest(body: object, name: (id: string) => string): string {
  const parts = Object.entries(body)
    .filter(([field]) => !silent.has(field))
    .map(([field, value]) => `${field}=${JSON.stringify(named(value, name))}`);
  const refs = 'columnRefs' in body && body.columnRefs ? Object.keys(body.columnRefs).sort() : [];
  if (refs.length > 0) parts.push(`mentions=${refs.join()}`);
  return parts.map((part) => ` ${part}`).join('');
}

/** Ids as names, however deep. */
function named(value: unknown, name: (id: string) => string): unknown {
  if (typeof value === 'string') return /^[0-9a-f]{8}-[0-9a-f]{4}-4/.test(value) ? name(value) : value;
  if (Array.isArray(value)) return value.map((one) => named(one, name));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, named(one, name)]));
}

/** Ids that are valid and the same in every run. */
export function countingIds(): () => string {
  let next = 0;
  return () => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
}
