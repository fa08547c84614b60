/** Where a column's values come from when nobody writes them: identity and generation. Pure. */
import type { BodyOf } from '../../../core/schema/bodies';
import type { SchemaRecord } from '../../../core/schema/record';
import type { Edit } from './edit';
import { update } from './operations';

type Column = SchemaRecord<'column'>;
export type IdentityOptions = NonNullable<BodyOf<'column'>['identityOptions']>;
export type IdentityNumber = Exclude<keyof IdentityOptions, 'cycle'>;

/** Changes the options of an identity column's sequence. Undefined takes one away. */
export function changeIdentityOptions(column: Column, options: Partial<IdentityOptions>): Edit {
  const entries = Object.entries({ ...column.body.identityOptions, ...options });
  const kept: IdentityOptions = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  return {
    label: `Change the identity of ${column.body.name}`,
    operations: [update(column, { identityOptions: noneAsNull(kept) })],
  };
}

function noneAsNull(options: IdentityOptions): IdentityOptions | null {
  return Object.keys(options).length === 0 ? null : options;
}

/** What is wrong with a number of a sequence, in a sentence, or null; an empty text is PostgreSQL's own default. */
export function sequenceNumberProblem(field: IdentityNumber, text: string): string | null {
  if (text === '') return null;
  if (!/^-?\d{1,19}$/.test(text)) return 'This has to be a whole number of at most 19 digits.';
  if (field === 'increment' && /^-?0+$/.test(text)) return 'A sequence cannot go on by 0.';
  if (field === 'cache' && (text.startsWith('-') || /^0+$/.test(text))) return 'A cache holds at least 1.';
  return null;
}

/**
 * Makes a column generated, changes how, or lets it be an ordinary one again (null). A generated column has
 * neither default nor identity (PostgreSQL, Generated Columns).
 */
export function setGenerated(
  column: Column,
  generated: { readonly expression: string; readonly stored: boolean } | null,
): Edit {
  const { name, default: value, identity } = column.body;
  if (generated === null) {
    return { label: `Stop generating ${name}`, operations: [update(column, { generated: null })] };
  }
  const dropped = {
    ...(value === undefined ? {} : { default: null }),
    ...(identity === undefined ? {} : { identity: null, identityOptions: null }),
  };
  return { label: `Generate ${name}`, operations: [update(column, { generated, ...dropped })] };
}
