import type { SchemaRecord } from '../../schema/record';
import { quoteIdentifier } from '../../std/sql-identifier';
import type { ExportContext } from './export-context';
import { plainName, typeName, warn } from './export-context';
import { isSelfContained, parenthesised } from './expression-text';
import { printObjectName } from './print-collation';
import { printDefaultValue } from './print-default';
import { printTypeName } from './print-type-name';

type Domain = SchemaRecord<'domain'>;
type DomainCheck = NonNullable<Domain['body']['checks']>[number];

const lineWidth = 100;

/** CREATE DOMAIN with these of its checks, on one line where it fits; those that are NOT VALID are added. */
export function printDomain(
  context: ExportContext,
  domain: Domain,
  { checks, isDefaultLate }: { readonly checks: readonly DomainCheck[]; readonly isDefaultLate: boolean },
): readonly string[] {
  const { collation, notNull } = domain.body;
  const value = isDefaultLate ? null : domainDefault(context, domain);
  const inline = checks.filter((check) => !check.notValid);
  const clauses = [
    collation === undefined ? null : `COLLATE ${printObjectName(collation)}`,
    value === null ? null : `DEFAULT ${value}`,
    notNull ? 'NOT NULL' : null,
    ...inline.map((check) => domainCheck(context, domain, check)),
  ].filter((clause) => clause !== null);
  const head = `CREATE DOMAIN ${nameOf(context, domain)} AS ${printTypeName(context, domain.body)}`;
  const line = `${[head, ...clauses].join(' ')};`;
  const isShort = line.length <= lineWidth && !line.includes('\n') && inline.length <= 1;
  const later = checks.filter((check) => check.notValid);
  return [
    isShort ? line : `${[head, ...clauses.map((clause) => `    ${clause}`)].join('\n')};`,
    ...later.flatMap((check) => printDomainCheck(context, domain, check) ?? []),
  ];
}

/** ALTER DOMAIN … ADD CONSTRAINT; null when the expression cannot be written. */
export function printDomainCheck(context: ExportContext, domain: Domain, check: DomainCheck): string | null {
  const clause = domainCheck(context, domain, check);
  if (clause === null) return null;
  return `ALTER DOMAIN ${nameOf(context, domain)} ADD ${clause}${check.notValid ? ' NOT VALID' : ''};`;
}

/** ALTER DOMAIN … SET DEFAULT; null when there is none that can be written. */
export function printDomainDefault(context: ExportContext, domain: Domain): string | null {
  const value = domainDefault(context, domain);
  return value === null ? null : `ALTER DOMAIN ${nameOf(context, domain)} SET DEFAULT ${value};`;
}

function domainDefault(context: ExportContext, domain: Domain): string | null {
  return domain.body.default === undefined ? null : printDefaultValue(context, domain, domain.body.default);
}

function domainCheck(context: ExportContext, domain: Domain, check: DomainCheck): string | null {
  if (isSelfContained(check.expression)) {
    return `CONSTRAINT ${quoteIdentifier(check.name)} CHECK ${parenthesised(check.expression)}`;
  }
  const message = `The check ${check.name} is left out: “${check.expression}” is not complete.`;
  warn(context, domain.id, plainName(context, domain), message);
  return null;
}

function nameOf(context: ExportContext, { body }: Domain): string {
  return typeName(context, body.namespaceId, body.name);
}
