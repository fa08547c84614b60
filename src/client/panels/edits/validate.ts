/** What can be said about a text before it is sent: the sentences are those of the schemas. */
import { nameSchema } from '../../../core/schema/body-parts';
import { parseDataType } from '../../../core/schema/data-type';

/** What is wrong with a name, or null. */
export function nameProblem(name: string): string | null {
  const parsed = nameSchema.safeParse(name);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? 'This is not a name.');
}

/** What is wrong with the spelling of a type, or null. Whether the project has the type shows when it is sent. */
export function typeProblem(type: string): string | null {
  if (type.trim() === '') return 'A column needs a type.';
  const parsed = parseDataType(type);
  return parsed.ok ? null : parsed.problem;
}
