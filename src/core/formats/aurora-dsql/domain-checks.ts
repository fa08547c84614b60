import { freeObjectName } from '../../schema/generated-names';
import type { SchemaRecord } from '../../schema/record';

/** A name for one more check of a domain, made as PostgreSQL makes such names. */
export function freeDomainCheck({ body }: SchemaRecord<'domain'>, label: string): string {
  const taken = new Set((body.checks ?? []).map(({ name }) => name));
  return freeObjectName(body.name, null, label, (name) => taken.has(name));
}
