import { z } from 'zod';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The body of a request as its schema has it, or what is wrong with the first thing that is. */
export function validBody<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Result<z.output<Schema>, Problem> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const { issue, path } = deepest(parsed.error.issues, []);
  const where = path.length === 0 ? 'The request body' : `The field ${path.join('.')}`;
  return refused({
    code: 'invalid-request',
    detail: sentence(where, issue, valueAt(value, path) === undefined),
    pointer: jsonPointer(path),
  });
}

/** The same for the part of the address behind the question mark, where each name may stand once. */
export function validQuery<Schema extends z.ZodType>(
  schema: Schema,
  values: Readonly<Record<string, readonly string[]>>,
): Result<z.output<Schema>, Problem> {
  const [repeated] = Object.entries(values).find(([, texts]) => texts.length > 1) ?? [];
  if (repeated !== undefined) {
    const detail = `The query parameter ${repeated} is there more than once.`;
    return refused({ code: 'invalid-request', detail });
  }
  const value = Object.fromEntries(Object.entries(values).map(([name, [text]]) => [name, text]));
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const { issue, path } = deepest(parsed.error.issues, []);
  const where = path.length === 0 ? 'The query' : `The query parameter ${path.join('.')}`;
  const detail =
    issue.code === 'unrecognized_keys'
      ? unknownParameters(schema, issue.keys)
      : sentence(where, issue, valueAt(value, path) === undefined);
  return refused({ code: 'invalid-request', detail });
}

/** Queries are short: all that would be right can be said. */
function unknownParameters(schema: z.ZodType, names: readonly string[]): string {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return `The query has a parameter that is not known here: ${names.slice(0, 5).join(', ')}. Known: ${known.join(', ')}.`;
}

/** RFC 6901. */
export function jsonPointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Of a union, the branch that came furthest is the one that was meant. */
function deepest(issues: readonly Issue[], prefix: Path): { readonly issue: Issue; readonly path: Path } {
  const [issue] = issues;
  if (issue === undefined) throw new Error('zod refused without an issue');
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const branches = issue.errors.filter((errors) => errors.length > 0).map((errors) => deepest(errors, path));
  const [best] = branches.sort((a, b) => b.path.length - a.path.length);
  return best !== undefined && best.path.length > path.length ? best : { issue, path };
}

function sentence(where: string, issue: Issue, isMissing: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing
        ? `${where} is missing.`
        : `${where} has the wrong type: ${issue.expected} is expected.`;
    case 'unrecognized_keys':
      return `${where} has a field that is not known here: ${issue.keys.slice(0, 5).join(', ')}.`;
    case 'invalid_value':
      return isMissing
        ? `${where} is missing.`
        : `${where} has to be one of: ${issue.values.slice(0, 20).map(String).join(', ')}.`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? `${where} has none of the forms that are known here.`
        : `${where} has a value that is not known here; the OpenAPI document lists them.`;
    case 'too_small':
    case 'too_big':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return `${where} is not right: ${issue.message.replace(/\.?$/, '.')}`;
  }
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}
