import { remove } from '../schema/operation-shorthand';
import type { SchemaRecord } from '../schema/record';
import type { ReviewContext } from './context';
import type { Fix } from './rule';

/** Deletes an index or key that is there twice; undefined where a kept statement names it, as ATTACH PARTITION does. */
export function dropFix(
  context: ReviewContext,
  record: SchemaRecord<'index'> | SchemaRecord<'unique'>,
): Fix | undefined {
  const { name } = record.body;
  if (context.isInStatements(name)) return undefined;
  return { label: `Delete ${name}`, operations: () => [remove(record)] };
}
