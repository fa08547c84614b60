import type { Draw } from './arbitrary-draw.fixture';
import { nastyNames } from './arbitrary-draw.fixture';
import type { AnyType } from './arbitrary-types.fixture';
import { builtInTypes } from './arbitrary-types.fixture';
import type { BodyOf } from './bodies';
import type { RecordId } from './ids';

type ColumnBody = Partial<BodyOf<'column'>>;

/** What is known about a table while its columns are drawn. */
export type TableTraits = {
  readonly id: RecordId;
  /** Whether others have its columns too: partitions or heirs. */
  readonly isShared: boolean;
  readonly isPartitioned: boolean;
  readonly names: readonly string[];
};

/** Up to six columns of any type. */
export function addColumns(
  draw: Draw,
  table: TableTraits,
  types: readonly AnyType[],
  sequences: readonly RecordId[],
): void {
  const free = nastyNames.filter((name) => !table.names.includes(name));
  for (const name of draw.some(free, table.isPartitioned ? 2 : 0).slice(0, 6)) {
    const any = draw.one(draw.chance(3) && types.length > 0 ? types : builtInTypes);
    const isArray = any.typeId !== undefined && draw.chance(4);
    const type = `${any.type}${isArray ? '[]' : ''}`;
    const value = drawnValue(draw, any, sequences);
    const nullable = value.identity === undefined && draw.chance(2);
    draw.design.column(table.id, name, type, {
      ...(any.typeId !== undefined && { typeId: any.typeId }),
      ...(!isArray && value),
      nullable: isArray || value.identity === undefined ? nullable : false,
      ...settingsOf(draw, any, isArray),
      ...(!nullable && !table.isShared && value.identity === undefined && notNullOf(draw)),
      ...(draw.chance(4) && { comment: "it's\n--" }),
    });
  }
}

function drawnValue(draw: Draw, any: AnyType, sequences: readonly RecordId[]): ColumnBody {
  const isInteger = any.typeId === undefined && /^(?:bigint|integer|smallint)$/.test(any.type);
  if (isInteger && draw.chance(2)) {
    const identityOptions = draw.maybe(
      { start: '10', maximum: '1000' },
      { increment: '5', minimum: '5', start: '5', cache: '20', cycle: true },
    );
    return {
      identity: draw.one(['always', 'by default']),
      ...(identityOptions && { identityOptions: { ...identityOptions } }),
    };
  }
  if (isInteger && sequences.length > 0 && draw.chance(2)) {
    return { default: { kind: 'sequence', sequenceId: draw.one(sequences) } };
  }
  const { literal, expression } = any;
  if (literal === undefined || expression === undefined) return {};
  const value = draw.maybe({ kind: 'literal', text: literal }, { kind: 'expression', text: expression });
  return value === undefined ? {} : { default: value };
}

function settingsOf(draw: Draw, any: AnyType, isArray: boolean): ColumnBody {
  const isLong = any.isLong === true && !isArray;
  return {
    ...(any.isText && draw.chance(3) && { collation: '"C"' }),
    ...(isLong && draw.chance(2) && { storage: draw.one(['plain', 'external', 'main']) }),
    ...(isLong && draw.chance(2) && { compression: 'pglz' }),
    ...(any.type === 'numeric(10,2)' && draw.chance(2) && { storage: 'extended' }),
    ...(draw.chance(8) && { statistics: draw.one([0, 500]) }),
    ...(draw.chance(8) && { options: 'n_distinct=-0.5' }),
  };
}

function notNullOf(draw: Draw): ColumnBody {
  return draw.one<ColumnBody>([
    {},
    {},
    { notNullName: draw.unique('is "there"') },
    { notNullNoInherit: true },
  ]);
}
