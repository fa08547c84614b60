import type { SchemaRecord } from '../../schema/record';
import type { ImportContext } from './context';
import type { RoleSpec } from './parse';

/** The role that is named; undefined for CURRENT_USER and its like, which is whoever runs the script. */
export function roleName(role: RoleSpec | undefined): string | undefined {
  return role?.roletype === 'ROLESPEC_CSTRING' ? role.rolename : undefined;
}

/** A record of a kind that says who owns it. */
type Owned = SchemaRecord<'namespace' | 'table' | 'enum' | 'domain' | 'composite' | 'range' | 'sequence'>;

export function isOwned(record: SchemaRecord | undefined): record is Owned {
  return record !== undefined && ownedKinds.has(record.kind);
}

const ownedKinds: ReadonlySet<string> = new Set<Owned['kind']>([
  'namespace',
  'table',
  'enum',
  'domain',
  'composite',
  'range',
  'sequence',
]);

/** OWNER TO: of a table also the sequences that its columns own (ATExecChangeOwner in tablecmds.c). */
export function changeOwner(context: ImportContext, record: Owned, owner: string | undefined): void {
  const { catalog } = context;
  catalog.update(record as SchemaRecord<'table'>, { owner });
  if (record.kind !== 'table') return;
  for (const column of catalog.childrenOf(record.id, 'column')) {
    for (const sequence of catalog.ownedSequences(column.id)) catalog.update(sequence, { owner });
  }
}
