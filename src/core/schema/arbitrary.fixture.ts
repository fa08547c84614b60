import fc from 'fast-check';
import { quoteIdentifier } from '../std/sql-identifier';
import type { BodyOf } from './bodies';
import { Design } from './design.fixture';
import type { RecordId } from './ids';
import type { MemoryState } from './memory-state';
import { claimsOf } from './names';
import type { SchemaRecord } from './record';

/** Names that break careless programs: keywords, quotes, comments, other scripts, the longest there can be. */
const nastyNames = [
  ...[
    'a',
    'b',
    'id',
    'order',
    'user',
    'select',
    'Total',
    'ORDER',
    'a"b',
    '"',
    "it's",
    'größe',
    '索引一',
    '🐘',
    'x y',
  ],
  ...[
    'semi;colon',
    '--',
    '/* c */',
    '$$',
    'back\\slash',
    'tab\tname',
    'new\nline',
    '__proto__',
    'constructor',
  ],
  ...[
    'a.b',
    '1st',
    'a$b',
    '_',
    'year',
    'value',
    'text',
    'pg_class',
    'int4',
    `${'l'.repeat(63)}`,
    'é'.repeat(31),
  ],
] as const;

/** Types that can be in a key, with a default of each kind. */
const keyTypes: readonly (readonly [type: string, literal: string, expression: string])[] = [
  ['bigint', '-1', '1 + 2'],
  ['integer', '0', "length('x')"],
  ['smallint', '7', '1::smallint'],
  ['text', "it's", "'a' || 'b'"],
  ['character varying(40)', 'back\\slash', 'CURRENT_USER'],
  ['uuid', '00000000-0000-0000-0000-000000000000', 'gen_random_uuid()'],
  ['numeric(10,2)', '1.50', '1 / 2.0'],
  ['timestamp(3) with time zone', '2020-01-01', "now() AT TIME ZONE 'utc'"],
  ['date', '2020-02-29', 'CURRENT_DATE + 7'],
  ['boolean', 'true', 'NOT true'],
  ['interval day to second(3)', '1 day', "interval '1 day'"],
  ['bytea', '\\x00ff', "'\\x00'::bytea"],
  ['integer[]', '{1,2}', 'ARRAY[]::integer[]'],
  ['double precision', 'NaN', 'pi()'],
  ['"char"', 'c', "'c'"],
];

const otherTypes: typeof keyTypes = [
  ['jsonb', '{"a": "it\'s"}', 'jsonb_build_object()'],
  ['json', '[]', "'[1]'::json"],
  ['point', '(1,2)', 'point(1, 2)'],
  ['tsvector', 'a', "to_tsvector('a')"],
  ['text[]', '{}', "string_to_array('a,b', ',')"],
];

/** Any design that the model can hold and PostgreSQL takes; shrinks towards small ones. */
export function arbitraryDesign(): fc.Arbitrary<MemoryState> {
  return fc.gen().map((draw) => new Builder(draw).build());
}

class Builder {
  readonly #draw: fc.GeneratorValue;
  readonly #design = new Design();
  readonly #enums: { readonly id: RecordId; readonly type: string }[] = [];
  readonly #tables: RecordId[] = [];
  readonly #taken = new Set<string>();

  constructor(draw: fc.GeneratorValue) {
    this.#draw = draw;
  }

  build(): MemoryState {
    this.#claim(this.#design.public);
    const namespaces = [this.#design.public, ...this.#times(2, () => this.#named('namespace', {}))];
    this.#times(2, () => this.#addEnum(this.#one(namespaces)));
    this.#times(2, () =>
      this.#named('sequence', { namespaceId: this.#one(namespaces), increment: this.#one(['1', '-5']) }),
    );
    this.#tables.push(...this.#times(5, () => this.#named('table', { namespaceId: this.#one(namespaces) })));
    for (const table of this.#tables) this.#addColumns(table);
    for (const table of this.#tables) this.#addKeys(table);
    for (const table of this.#tables) this.#times(2, () => this.#addForeignKey(table));
    for (const table of this.#tables) this.#addExpressions(table);
    this.#renameSome();
    return this.#design.state;
  }

  #addEnum(namespaceId: RecordId): void {
    const labels = this.#some(nastyNames).slice(0, 5);
    const id = this.#named('enum', { namespaceId, labels });
    const { name } = this.#body(id, 'enum');
    const namespace = this.#body(namespaceId, 'namespace').name;
    this.#enums.push({ id, type: `${quoteIdentifier(namespace)}.${quoteIdentifier(name)}` });
  }

  #addColumns(tableId: RecordId): void {
    for (const name of this.#some(nastyNames).slice(0, 6)) {
      const [type, literal, expression] = this.#one([...keyTypes, ...otherTypes]);
      const used = this.#enums.length > 0 && this.#chance(4) ? this.#one(this.#enums) : undefined;
      if (used) {
        this.#design.column(tableId, name, `${used.type}${this.#chance(3) ? '[]' : ''}`, {
          typeId: used.id,
          nullable: this.#chance(2),
        });
      } else if (/^(?:bigint|integer|smallint)$/.test(type) && this.#chance(2)) {
        const identityOptions = this.#chance(2) ? { start: '10', maximum: '1000' } : undefined;
        this.#design.column(tableId, name, type, {
          nullable: false,
          identity: this.#one(['always', 'by default'] as const),
          ...(identityOptions && { identityOptions }),
        });
      } else {
        const value = this.#one([
          undefined,
          { kind: 'literal', text: literal },
          { kind: 'expression', text: expression },
        ] as const);
        this.#design.column(tableId, name, type, {
          nullable: this.#chance(2),
          comment: this.#one([undefined, "it's\n--"]),
          ...(value && { default: value }),
        });
      }
    }
  }

  #addKeys(tableId: RecordId): void {
    const columns = this.#keyColumns(tableId).map(({ id }) => id);
    if (columns.length === 0) return;
    if (this.#chance(3)) {
      const columnIds = this.#some(columns, 1);
      for (const id of columnIds) this.#design.change(id, { nullable: false });
      this.#named('primary-key', { tableId, columnIds });
    }
    this.#times(2, () => {
      const options = this.#one([
        {},
        { nullsNotDistinct: true },
        { deferrable: true, initiallyDeferred: this.#chance(2) },
      ]);
      this.#named('unique', { tableId, columnIds: this.#some(columns, 1), ...options });
    });
    if (this.#chance(2)) {
      const elements = this.#some(columns, 1).map((columnId) => ({
        columnId,
        direction: this.#one(['asc', 'desc'] as const),
        nulls: this.#one([undefined, 'first', 'last'] as const),
      }));
      this.#named('index', { tableId, elements, unique: this.#chance(2), comment: '索引' });
    }
  }

  /** New columns of the referenced types, so that the key is always one that can be. */
  #addForeignKey(tableId: RecordId): void {
    const { state } = this.#design;
    const referencedTableId = this.#one(this.#tables);
    const keys = [
      ...state.childrenOf(referencedTableId, 'primary-key'),
      ...state.childrenOf(referencedTableId, 'unique').filter(({ body }) => !body.deferrable),
    ];
    if (keys.length === 0) return;
    const referencedColumnIds = this.#shuffled(this.#one(keys).body.columnIds);
    const columnIds = referencedColumnIds.map((id) => {
      const { type, typeId } = this.#body(id, 'column');
      const count = state.childrenOf(tableId, 'column').length;
      return this.#design.column(tableId, `to "${count}"`, type, typeId === undefined ? {} : { typeId });
    });
    const onDelete = this.#one([
      undefined,
      'cascade',
      'restrict',
      'set null',
      'set default',
      'no action',
    ] as const);
    const onDeleteColumnIds = onDelete === 'set null' && this.#chance(2) ? columnIds.slice(0, 1) : undefined;
    this.#named('foreign-key', {
      tableId,
      columnIds,
      referencedTableId,
      referencedColumnIds,
      onDelete,
      ...(onDeleteColumnIds && { onDeleteColumnIds }),
      match: this.#one(['simple', 'full'] as const),
      ...this.#one([{}, { notValid: true }, { deferrable: true, initiallyDeferred: true }]),
    });
  }

  #addExpressions(tableId: RecordId): void {
    const columns = this.#design.state.childrenOf(tableId, 'column');
    if (columns.length === 0) return;
    const quoted = () => quoteIdentifier(this.#one(columns).body.name);
    const write = () =>
      this.#one([
        `${quoted()} IS NOT NULL OR (${quoted()}) IS NULL -- "a"`,
        `(num_nulls(${quoted()}, ${quoted()}) < 2)`,
      ]);
    this.#times(2, () => {
      const expression = write();
      this.#named('check', {
        tableId,
        expression,
        columnRefs: this.#design.refs(tableId, expression),
        ...this.#one([{}, { notValid: true }, { noInherit: true }]),
      });
    });
    if (this.#chance(2)) {
      const expression = `num_nonnulls(${quoted()}, 1)`;
      const predicate = write();
      this.#named('index', {
        tableId,
        elements: [{ expression, direction: 'desc' }],
        predicate,
        columnRefs: { ...this.#design.refs(tableId, expression), ...this.#design.refs(tableId, predicate) },
      });
    }
    if (this.#chance(2)) {
      const { name, typeId } = this.#one(columns).body;
      const expression = `num_nulls(${quoteIdentifier(name)})`;
      // A virtual column cannot be computed from a user-defined type.
      const stored = typeId !== undefined || this.#chance(2);
      this.#design.column(tableId, 'generated "column"', 'integer', {
        generated: { expression, stored },
        columnRefs: this.#design.refs(tableId, expression),
      });
    }
  }

  /** Some columns are renamed afterwards, so that expressions hold names that are no longer true. */
  #renameSome(): void {
    for (const { id, body } of this.#design.state.ofKind('column')) {
      if (this.#chance(4)) this.#design.change(id, { name: `new ${body.name}`.slice(0, 20) + id.slice(-4) });
    }
  }

  #keyColumns(tableId: RecordId): readonly SchemaRecord<'column'>[] {
    const types = new Set(keyTypes.map(([type]) => type));
    const columns = this.#design.state.childrenOf(tableId, 'column');
    return columns.filter(({ body }) => types.has(body.type) || body.typeId !== undefined);
  }

  /** Adds a record under a name that is free in all its scopes. */
  #named<
    Kind extends
      | 'namespace'
      | 'enum'
      | 'sequence'
      | 'table'
      | 'primary-key'
      | 'unique'
      | 'foreign-key'
      | 'check'
      | 'index',
  >(kind: Kind, body: Omit<BodyOf<Kind>, 'name'>): RecordId {
    const any = this.#one(nastyNames);
    // Schemas that begin with pg_ are PostgreSQL's own.
    const base = kind === 'namespace' ? any.replace(/^pg_/, 'p_') : any;
    for (let pass = 0; ; pass++) {
      const name = pass === 0 ? base : `${base.slice(0, 20)}${pass}`;
      const id = this.#design.add(kind, { ...body, name } as BodyOf<Kind>);
      if (this.#claim(id)) return id;
      this.#design.state.forget(id);
    }
  }

  #claim(id: RecordId): boolean {
    const record = this.#design.state.get(id);
    if (!record || !('body' in record)) return false;
    const keys = claimsOf(record, this.#design.state).map(({ scope, name }) => `${scope}\0${name}`);
    if (keys.some((key) => this.#taken.has(key))) return false;
    for (const key of keys) this.#taken.add(key);
    return true;
  }

  #body<Kind extends SchemaRecord['kind']>(id: RecordId, kind: Kind): BodyOf<Kind> {
    const record = this.#design.state.live(id, kind);
    if (!record) throw new Error(`No ${kind} ${id}`);
    return record.body as BodyOf<Kind>;
  }

  #one<Value>(values: readonly Value[]): Value {
    return this.#draw(fc.constantFrom<Value[]>, ...values);
  }

  #some<Value>(values: readonly Value[], minLength = 0): Value[] {
    return this.#draw(fc.shuffledSubarray<Value>, [...values], { minLength });
  }

  #shuffled<Value>(values: readonly Value[]): Value[] {
    return this.#some(values, values.length);
  }

  #chance(of: number): boolean {
    return this.#draw(fc.nat, { max: of - 1 }) > 0;
  }

  #times<Value>(most: number, make: () => Value): Value[] {
    return Array.from({ length: this.#draw(fc.nat, { max: most }) }, make);
  }
}
