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
  ClusterStmt,
  ColumnDef,
  ColumnRef,
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
  FuncCall,
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

/**
 * What the parser did not take, and where: an offset in the text in UTF-16 code units. What is too deep or
 * too long may well be right, but the parser comes to its end with it.
 */
export type ParseFailure = {
  readonly kind: 'syntax' | 'too-deep' | 'too-long';
  readonly message: string;
  readonly at: number;
};

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
    if (!(error instanceof SqlError)) return { ok: false, ...limitOf(error, text), at: 0 };
    const at = codePointOffset(text, error.sqlDetails?.cursorPosition ?? 0);
    // Bison's own stack, YYMAXDEPTH: 10,000 levels of what has not been closed yet.
    if (error.message.startsWith('memory exhausted')) return { ok: false, ...tooDeep, at };
    return { ok: false, kind: 'syntax', message: error.message, at };
  }
}

const tooDeep = { kind: 'too-deep', message: 'the statement is nested too deeply for PostgreSQL' } as const;
const megabyte = 1024 * 1024;

/**
 * The parser's stack in WebAssembly is small: a RangeError is input nested thousands deep, a long chain of
 * operators too. What else breaks is its memory, which only a long text fills.
 */
function limitOf(error: unknown, text: string): Pick<ParseFailure, 'kind' | 'message'> {
  const isStack = error instanceof RangeError && /call stack/i.test(error.message);
  if (isStack || text.length < megabyte) return tooDeep;
  const size = Math.round(text.length / megabyte);
  return { kind: 'too-long', message: `the statement is too long to be read: ${size} MB` };
}

/** libpg-query counts error positions in characters (code points), from 0. */
function codePointOffset(text: string, points: number): number {
  let at = 0;
  for (let left = Math.max(0, points); left > 0 && at < text.length; left--) {
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
