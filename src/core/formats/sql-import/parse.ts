import type { Node } from 'libpg-query';
import { loadModule, parseSync, SqlError } from 'libpg-query';

/**
 * The only door to libpg-query, PostgreSQL 18's own parser in WebAssembly, and to the types of its
 * syntax trees. Locations in a tree count UTF-8 bytes from the start of the parsed text.
 */
export type {
  AlterDomainStmt,
  AlterEnumStmt,
  AlterObjectSchemaStmt,
  AlterOwnerStmt,
  AlterSeqStmt,
  AlterTableCmd,
  AlterTableStmt,
  ColumnDef,
  CommentStmt,
  CompositeTypeStmt,
  Constraint,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  CreateSchemaStmt,
  CreateSeqStmt,
  CreateStmt,
  DefElem,
  DropStmt,
  GrantStmt,
  IndexElem,
  IndexStmt,
  Node,
  ObjectWithArgs,
  PartitionBoundSpec,
  PartitionSpec,
  RangeVar,
  RenameStmt,
  RoleSpec,
  SelectStmt,
  TableLikeClause,
  TypeName,
  VariableSetStmt,
} from 'libpg-query';

/** What the parser did not take, and where: an offset in the text in UTF-16 code units. */
type ParseFailure = { readonly message: string; readonly at: number };

type Parsed =
  | { readonly ok: true; readonly nodes: readonly Node[] }
  | ({ readonly ok: false } & ParseFailure);

/** Loads the parser; has to be awaited once before `parseStatement`. */
export async function loadParser(): Promise<void> {
  await loadModule();
}

/** Parses one statement. Never throws: what breaks the parser itself is a failure at the start of the text. */
export function parseStatement(text: string): Parsed {
  try {
    const nodes = (parseSync(text).stmts ?? []).flatMap((raw) => (raw.stmt ? [raw.stmt] : []));
    return { ok: true, nodes };
  } catch (error) {
    if (error instanceof SqlError) {
      const position = error.sqlDetails?.cursorPosition ?? 0;
      return { ok: false, message: error.message, at: codePointOffset(text, position) };
    }
    // The parser's stack in WebAssembly is small: a RangeError here is input nested thousands deep.
    return { ok: false, message: 'the statement is nested too deeply for PostgreSQL', at: 0 };
  }
}

/** libpg-query counts error positions in characters (code points), from 0. */
function codePointOffset(text: string, points: number): number {
  let at = 0;
  for (let left = Math.max(0, points); left > 0 && at < text.length; left--) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
