import type { Refusal } from './messages';
import type { Fields, TreeNode } from './tree';
import { fieldsOf, namesIn, nodesOf } from './tree';

/** What Aurora DSQL refuses of a statement that defines something; see `refusals`. */
export function objectionToDefinition({ tag, fields }: TreeNode, isAsync: boolean): Refusal | undefined {
  return definitionRules[tag]?.(fields, isAsync);
}

type DefinitionRule = (fields: Fields, isAsync: boolean) => Refusal | undefined;

const definitionRules: Readonly<Record<string, DefinitionRule>> = {
  CreateStmt: (fields) => {
    const { relpersistence } = fieldsOf(fields.relation);
    if (relpersistence === 't') return notSupported('temporary tables are not supported');
    if (relpersistence === 'u') return notSupported('unlogged tables are not supported');
    if (fields.partspec !== undefined || fields.partbound !== undefined)
      return notSupported('partitions are not supported');
    if (fields.inhRelations !== undefined) return notSupported('inheritance is not supported');
    if (fields.tablespacename !== undefined) return notSupported('tablespaces are not supported');
    return objectionToColumns(fields);
  },
  AlterTableStmt: (fields, isAsync) => {
    for (const { tag, fields: command } of nodesOf(fields.cmds)) {
      const objection = tag === 'AlterTableCmd' ? objectionToCommand(command, isAsync) : undefined;
      if (objection !== undefined) return objection;
    }
    return objectionToColumns(fields);
  },
  // A cast in a check may use more types than a column.
  CreateDomainStmt: (fields) => objectionToType(fieldsOf(fields.typeName)),
  IndexStmt: (fields, isAsync) => {
    if (!isAsync || fields.concurrent === true) {
      return notSupported('unsupported mode. please use CREATE INDEX ASYNC.');
    }
    for (const { tag, fields: element } of nodesOf(fields.indexParams)) {
      if (tag !== 'IndexElem') continue;
      if (element.ordering !== 'SORTBY_DEFAULT')
        return notSupported('ASC and DESC are not supported in an index');
      if (element.opclass !== undefined) return notSupported('operator classes are not supported');
    }
    return undefined;
  },
  CreateFunctionStmt: ({ is_procedure: isProcedure, options }) => {
    if (isProcedure === true) return notSupported('procedures are not supported');
    const languages = [...nodesOf(options)].filter(({ fields }) => fields.defname === 'language');
    const isSql = languages.every(({ fields }) =>
      /^sql$/i.test(String(fieldsOf(fieldsOf(fields.arg).String).sval)),
    );
    return isSql ? undefined : notSupported('only LANGUAGE SQL is supported');
  },
  CreateSeqStmt: ({ options }) => objectionToSequence(options),
  DropStmt: ({ concurrent }) =>
    concurrent === true ? notSupported('CONCURRENTLY is not supported') : undefined,
  VacuumStmt: ({ is_vacuumcmd: isVacuum }) =>
    isVacuum === true ? notSupported('unsupported statement: Vacuum') : undefined,
  ViewStmt: ({ view }) =>
    fieldsOf(view).relpersistence === 't' ? notSupported('temporary views are not supported') : undefined,
};

function notSupported(message: string): Refusal {
  return { sqlstate: '0A000', message };
}

/** Forms of ALTER TABLE that there are; VALIDATE CONSTRAINT only with ASYNC. */
const commands = new Set([
  ...[
    'AT_AddColumn',
    'AT_ColumnDefault',
    'AT_DropNotNull',
    'AT_DropExpression',
    'AT_AddIdentity',
    'AT_DropColumn',
  ],
  ...['AT_AddConstraint', 'AT_ValidateConstraint', 'AT_DropConstraint', 'AT_ChangeOwner', 'AT_SetStorage'],
]);

function objectionToCommand({ subtype, def }: Fields, isAsync: boolean): Refusal | undefined {
  if (!commands.has(String(subtype))) return notSupported(`ALTER TABLE ${String(subtype)} is not supported`);
  if ((subtype === 'AT_ValidateConstraint') !== isAsync) {
    return notSupported('unsupported mode. please use ALTER TABLE ASYNC with VALIDATE CONSTRAINT.');
  }
  if (subtype === 'AT_AddColumn' && fieldsOf(fieldsOf(def).ColumnDef).constraints !== undefined) {
    return notSupported('ALTER TABLE ADD COLUMN with constraint not supported');
  }
  return subtype === 'AT_AddConstraint'
    ? objectionToAddedConstraint(fieldsOf(fieldsOf(def).Constraint))
    : undefined;
}

function objectionToAddedConstraint({
  contype,
  indexname,
  skip_validation: isNotValid,
}: Fields): Refusal | undefined {
  if (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') {
    return isNotValid === true
      ? undefined
      : notSupported('ALTER TABLE ADD CONSTRAINT without NOT VALID not supported');
  }
  if (contype === 'CONSTR_UNIQUE' && indexname !== undefined) return undefined;
  return notSupported('ALTER TABLE ADD CONSTRAINT of this kind not supported');
}

function objectionToColumns(definition: Fields): Refusal | undefined {
  for (const { tag, fields } of nodesOf(definition)) {
    const objection = columnRules[tag]?.(fields);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

const columnRules: Readonly<Record<string, (fields: Fields) => Refusal | undefined>> = {
  ColumnDef: ({ typeName }) => objectionToType(fieldsOf(typeName)),
  Constraint: ({ contype, options, generated_kind: generated, deferrable }) => {
    if (contype === 'CONSTR_EXCLUSION') return notSupported('exclusion constraints are not supported');
    if (contype === 'CONSTR_IDENTITY') return objectionToSequence(options);
    if (contype === 'CONSTR_GENERATED' && generated === 'v')
      return notSupported('virtual columns are not supported');
    const isKey = contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY';
    return isKey && deferrable === true ? notSupported('deferrable keys are not supported') : undefined;
  },
};

function objectionToType({ names, arrayBounds }: Fields): Refusal | undefined {
  const parts = namesIn(names);
  const name = parts.at(-1) ?? '';
  if (/^(small|big)?serial[248]?$/.test(name)) {
    return { sqlstate: '42704', message: `type "${name}" does not exist` };
  }
  if (arrayBounds !== undefined) return notSupported('arrays are not supported in columns');
  return refusedTypes.has(name) ? notSupported(`datatype ${name} is not supported`) : undefined;
}

/** Of PostgreSQL's own; a name that is none of these is a domain. */
const refusedTypes = new Set([
  ...[
    'inet',
    'cidr',
    'macaddr',
    'macaddr8',
    'xml',
    'money',
    'tsvector',
    'tsquery',
    'bit',
    'varbit',
    'name',
    'oid',
  ],
  ...[
    'point',
    'line',
    'lseg',
    'box',
    'path',
    'polygon',
    'circle',
    'jsonpath',
    'regclass',
    'hstore',
    'citext',
  ],
  ...[
    'int4range',
    'int8range',
    'numrange',
    'tsrange',
    'tstzrange',
    'daterange',
    'int4multirange',
    'int8multirange',
  ],
  ...[
    'nummultirange',
    'tsmultirange',
    'tstzmultirange',
    'datemultirange',
    'xid',
    'xid8',
    'pg_lsn',
    'pg_snapshot',
  ],
]);

/** CACHE has to be said: 1, or at least 65536. */
function objectionToSequence(options: unknown): Refusal | undefined {
  const cache = [...nodesOf(options)].find(({ fields }) => fields.defname === 'cache');
  const { ival } = fieldsOf(fieldsOf(cache?.fields.arg).Integer);
  const isTaken = ival === 1 || (typeof ival === 'number' && ival >= 65_536);
  return isTaken ? undefined : notSupported('CACHE has to be 1 or at least 65536');
}
