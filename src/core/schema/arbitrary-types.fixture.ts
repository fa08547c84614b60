import { quoteIdentifier } from '../std/sql-identifier';
import type { Draw } from './arbitrary-draw.fixture';
import { nastyNames } from './arbitrary-draw.fixture';
import type { RecordId } from './ids';

/** A type that a column can have, with a default of each kind where there is one. */
export type AnyType = {
  readonly type: string;
  readonly typeId?: RecordId | undefined;
  readonly literal?: string;
  readonly expression?: string;
  /** Whether it can be in a key, and partition a table. */
  readonly isKey: boolean;
  readonly isText?: boolean;
  /** Whether its values can be stored out of line. */
  readonly isLong?: boolean;
};

const known = (type: string, literal: string, expression: string, more: Partial<AnyType> = {}): AnyType => ({
  type,
  literal,
  expression,
  isKey: true,
  ...more,
});

const long = { isLong: true };
export const builtInTypes: readonly AnyType[] = [
  known('bigint', '-1', '1 + 2'),
  known('integer', '0', "length('x')"),
  known('smallint', '7', '1::smallint'),
  known('text', "it's", "'a' || 'b'", { isText: true, ...long }),
  known('character varying(40)', 'back\\slash', 'CURRENT_USER', { isText: true, ...long }),
  known('uuid', '00000000-0000-0000-0000-000000000000', 'gen_random_uuid()'),
  known('numeric(10,2)', '1.50', '1 / 2.0'),
  known('timestamp(3) with time zone', '2020-01-01', "now() AT TIME ZONE 'utc'"),
  known('date', '2020-02-29', 'CURRENT_DATE + 7'),
  known('boolean', 'true', 'NOT true'),
  known('interval day to second(3)', '1 day', "interval '1 day'"),
  known('bytea', '\\x00ff', "'\\x00'::bytea", long),
  known('integer[]', '{1,2}', 'ARRAY[]::integer[]'),
  known('double precision', 'NaN', 'pi()'),
  known('"char"', 'c', "'c'"),
  known('jsonb', '{"a": "it\'s"}', 'jsonb_build_object()', { isKey: false, ...long }),
  known('json', '[]', "'[1]'::json", { isKey: false, ...long }),
  known('point', '(1,2)', 'point(1, 2)', { isKey: false }),
  known('tsvector', 'a', "to_tsvector('a')", { isKey: false }),
  known('text[]', '{}', "string_to_array('a,b', ',')", { isKey: false }),
];

/** Enums, domains, composite and range types, some made of others. Gives what columns can have. */
export function addTypes(draw: Draw, namespaces: readonly RecordId[]): readonly AnyType[] {
  const types: AnyType[] = [];
  const common = () => ({
    namespaceId: draw.one(namespaces),
    owner: draw.maybe('vz_owner'),
    comment: draw.maybe("it's\n--"),
  });
  const add = (id: RecordId, kind: 'enum' | 'domain' | 'composite' | 'range', more: Partial<AnyType>) => {
    const { name, namespaceId } = draw.body(id, kind);
    const namespace = draw.body(namespaceId, 'namespace').name;
    const type = `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}`;
    types.push({ type, typeId: id, isKey: false, ...more });
  };
  draw.times(2, () => {
    const id = draw.named('enum', { labels: draw.some(nastyNames).slice(0, 5), ...common() });
    add(id, 'enum', { isKey: true });
  });
  draw.times(2, () => addDomain(draw, types, common, add));
  draw.times(2, () => {
    const attributes = draw
      .some(nastyNames, 1)
      .slice(0, 4)
      .map((name) => {
        const { type, typeId, isText } = draw.one([...builtInTypes.slice(0, 6), ...types]);
        return {
          name,
          type,
          ...(typeId !== undefined && { typeId }),
          ...(isText && draw.chance(2) && { collation: '"C"' }),
          ...(draw.chance(2) && { comment: "it's" }),
        };
      });
    add(draw.named('composite', { attributes, ...common() }), 'composite', {});
  });
  draw.times(2, () => addRange(draw, types, common, add));
  return types;
}

type Common = () => { readonly namespaceId: RecordId };
type Add = (id: RecordId, kind: 'domain' | 'range', more: Partial<AnyType>) => void;

function addDomain(draw: Draw, types: readonly AnyType[], common: Common, add: Add): void {
  const base = draw.one([...builtInTypes.slice(0, 6), ...types]);
  const value = draw.one([
    undefined,
    base.literal === undefined ? undefined : ({ kind: 'literal', text: base.literal } as const),
    base.expression === undefined ? undefined : ({ kind: 'expression', text: base.expression } as const),
  ]);
  const checks = draw.times(2, () => ({
    name: draw.unique(draw.one(nastyNames)),
    expression: draw.one(['VALUE IS NOT NULL', '(VALUE) IS NULL OR num_nulls(VALUE) < 2 -- "a"']),
    ...(draw.chance(3) && { notValid: true }),
  }));
  const id = draw.named('domain', {
    type: base.type,
    typeId: base.typeId,
    default: value,
    collation: base.isText ? draw.maybe('"C"') : undefined,
    notNull: draw.maybe(true),
    checks: checks.length > 0 ? checks : undefined,
    ...common(),
  });
  add(id, 'domain', { isKey: base.isKey });
}

function addRange(draw: Draw, types: readonly AnyType[], common: Common, add: Add): void {
  const enums = types.filter(({ isKey, typeId }) => isKey && typeId !== undefined);
  const own = draw.one<object>([
    { type: 'double precision', subtypeDiff: 'float8mi' },
    { type: 'text', opclass: 'text_pattern_ops', collation: '"C"' },
    { type: 'bigint' },
    ...enums.map(({ type, typeId }) => ({ type, typeId })),
  ]) as { readonly type: string };
  // A long name would be cut by PostgreSQL's rule for multiranges; what is given stands.
  const multirangeName = draw.chance(2) ? draw.unique('many "') : draw.unique('multi');
  add(draw.named('range', { ...own, multirangeName, ...common() }), 'range', {});
}
