import type { BodyOf } from '../../schema/bodies';
import { freeObjectName } from '../../schema/generated-names';
import type { SchemaRecord } from '../../schema/record';
import { isKind } from '../../schema/record';
import { quoteIdentifier, quoteLiteral } from '../../std/sql-identifier';
import { nameOf, stringsOf } from './ast';
import { textAfter } from './columns';
import type { ImportContext } from './context';
import { creationNamespace, diagnose, findType, qualifiedName, readableName } from './context';
import { lowerDefault } from './default-value';
import { keepVerbatim } from './lower-verbatim';
import type { AlterDomainStmt, Constraint, CreateDomainStmt, Node } from './parse';
import { lowerType } from './types';

type Domain = SchemaRecord<'domain'>;
type DomainBody = BodyOf<'domain'>;
type Check = NonNullable<DomainBody['checks']>[number];

/** CREATE DOMAIN. */
export function lowerDomain(context: ImportContext, statement: CreateDomainStmt): void {
  const { catalog, source } = context;
  const name = nameOf(stringsOf(statement.domainname));
  const namespaceId = creationNamespace(context, name);
  const constraints = (statement.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  );
  const edges = [statement.collClause, ...constraints].flatMap((part) =>
    part ? [source.offset(part.location)] : [],
  );
  const after = (from: number) => Math.min(source.text.length, ...edges.filter((edge) => edge > from));
  const from = source.offset(statement.typeName?.location);
  const { type, typeId } = lowerType(context, source.slice(from, after(from)));
  const collation = stringsOf(statement.collClause?.collname).map(quoteIdentifier).join('.');
  const domain = catalog.create('domain', {
    namespaceId,
    name: name.name,
    type,
    ...(typeId !== undefined && { typeId }),
    ...(collation && { collation }),
  });
  if (!domain) {
    const message = `The name “${readableName(name)}” is taken; the domain was kept as text.`;
    diagnose(context, 'error', 'name-taken', message);
    keepVerbatim(context, { CreateDomainStmt: statement });
    return;
  }
  for (const constraint of constraints) {
    const start = source.offset(constraint.location);
    constrain(context, domain, constraint, start, after(start), true);
  }
}

/** DEFAULT, NOT NULL, NULL or CHECK of a domain. */
function constrain(
  context: ImportContext,
  { id }: Domain,
  node: Constraint,
  from: number,
  to: number,
  isNew: boolean,
): void {
  const { catalog } = context;
  const domain = catalog.live(id, 'domain');
  if (!domain) return;
  switch (node.contype) {
    case 'CONSTR_DEFAULT':
      setDefault(context, domain, node.raw_expr, textAfter(context, 'default', from, to));
      return;
    case 'CONSTR_NOTNULL':
      catalog.update(domain, { notNull: true });
      if (node.conname !== undefined && node.conname !== `${domain.body.name}_not_null`) {
        context.report.note(
          'not-null constraint',
          node.conname,
          'the name that it has on a domain is not kept',
        );
      }
      return;
    case 'CONSTR_CHECK':
      addCheck(context, domain, node, from, isNew);
      return;
    default:
      return;
  }
}

function addCheck(
  context: ImportContext,
  domain: Domain,
  node: Constraint,
  from: number,
  isNew: boolean,
): void {
  const { catalog, source } = context;
  const { namespaceId, checks = [] } = domain.body;
  const expression = source.condition(source.wordAt('check', from) ?? from);
  const isTaken = (one: string) => catalog.isConstraintTaken(namespaceId, one);
  const name = node.conname ?? freeObjectName(domain.body.name, null, 'check', isTaken);
  const check: Check = { name, expression, ...(!isNew && node.skip_validation && { notValid: true }) };
  if (checks.some((one) => one.name === name)) {
    const message = `The domain “${domain.body.name}” already has a constraint “${name}”; this one was left out.`;
    diagnose(context, 'error', 'name-taken', message, from);
    return;
  }
  catalog.update(domain, { checks: [...checks, check] });
}

function setDefault(context: ImportContext, domain: Domain, node: Node | undefined, text: string): void {
  passDefaultOn(context, domain);
  const { type, typeId } = domain.body;
  const value = lowerDefault(context, node, text, typeId === undefined ? { type } : { type, typeId });
  const isNextValue = value?.kind === 'sequence';
  context.catalog.update(domain, {
    default: isNextValue ? nextValue(context, value.sequenceId, text) : (value ?? undefined),
  });
}

/** A domain over this one took its default when it was made, and keeps that one (DefineDomain in typecmds.c). */
function passDefaultOn({ catalog }: ImportContext, { id, body }: Domain): void {
  for (const user of catalog.usersOfType(id)) {
    if (!isKind(user, 'domain') || user.body.default !== undefined || user.body.type.endsWith(']')) continue;
    catalog.update(user, { default: body.default ?? { kind: 'expression', text: 'NULL' } });
  }
}

/** A domain has no default of its own kind for a sequence: the call, with the name as it is now. */
function nextValue({ catalog }: ImportContext, sequenceId: string, text: string): DomainBody['default'] {
  const sequence = catalog.live(sequenceId, 'sequence');
  const written = sequence && `nextval(${quoteLiteral(qualifiedName(catalog, sequence))}::regclass)`;
  return { kind: 'expression', text: written ?? text };
}

/** ALTER DOMAIN. */
export function alterDomain(context: ImportContext, statement: AlterDomainStmt): void {
  const { catalog, source } = context;
  const name = nameOf(stringsOf(statement.typeName));
  const domain = findType(context, name);
  if (!isKind(domain, 'domain')) {
    const message = `There is no domain “${readableName(name)}” in this import; the statement was kept as text.`;
    if (!domain) diagnose(context, 'warning', 'unknown-type', message);
    keepVerbatim(context, { AlterDomainStmt: statement }, { ...(domain && { about: domain.id }) });
    return;
  }
  const { def } = statement;
  switch (statement.subtype) {
    case 'T':
      if (!def) {
        passDefaultOn(context, domain);
        catalog.update(domain, { default: undefined });
      } else setDefault(context, domain, def, textAfter(context, 'default', 0, source.text.length));
      return;
    case 'N':
      catalog.update(domain, { notNull: undefined });
      return;
    case 'O':
      catalog.update(domain, { notNull: true });
      return;
    case 'C':
      if (def && 'Constraint' in def) {
        const from = source.offset(def.Constraint.location);
        constrain(context, domain, def.Constraint, from, source.text.length, false);
      }
      return;
    case 'X':
      dropCheck(context, domain, statement);
      return;
    case 'V':
      changeCheck(context, domain, statement.name, ({ notValid: _valid, ...check }) => check);
      return;
    default:
      keepVerbatim(context, { AlterDomainStmt: statement }, { about: domain.id });
  }
}

function dropCheck(context: ImportContext, domain: Domain, statement: AlterDomainStmt): void {
  const { checks = [] } = domain.body;
  const left = checks.filter((check) => check.name !== statement.name);
  if (left.length < checks.length) {
    context.catalog.update(domain, { checks: left.length > 0 ? left : undefined });
  } else if (statement.name === `${domain.body.name}_not_null`) {
    context.catalog.update(domain, { notNull: undefined });
  } else if (!statement.missing_ok) {
    const message = `The domain “${domain.body.name}” has no constraint “${statement.name ?? ''}” to drop.`;
    diagnose(context, 'error', 'unknown-constraint', message);
  }
}

/** ALTER DOMAIN … RENAME CONSTRAINT and VALIDATE CONSTRAINT. */
export function changeCheck(
  { catalog }: ImportContext,
  domain: Domain,
  name: string | undefined,
  change: (check: Check) => Check,
): void {
  const checks = domain.body.checks?.map((check) => (check.name === name ? change(check) : check));
  catalog.update(domain, { checks });
}
