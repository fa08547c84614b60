import type pg from 'pg';
import { objectQueries } from './catalogue-objects';
import { relationQueries } from './catalogue-relations';

const queries = { ...objectQueries, ...relationQueries } as const;

export type ObjectKind = keyof typeof queries;
export const objectKinds = Object.keys(queries) as readonly ObjectKind[];

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Definitions by name, of one kind. */
type Objects = ReadonlyMap<string, Json>;
export type Catalogue = ReadonlyMap<ObjectKind, Objects>;

/**
 * Everything in a database that a dump of its schema says, by kind and name: definitions as PostgreSQL
 * prints them, options, owners, privileges and comments. What belongs to an extension is left out.
 * Leaves the connection with an empty search_path.
 */
export async function listObjects(client: pg.ClientBase): Promise<Catalogue> {
  await client.query("SET search_path = ''");
  const found = new Map<ObjectKind, Objects>();
  for (const kind of objectKinds) {
    const { rows } = await client.query<{ name: string; definition: Json }>(queries[kind]);
    found.set(kind, new Map(rows.map((row) => [row.name, row.definition])));
  }
  return found;
}

/** How many objects a catalogue holds. */
export function countObjects(catalogue: Catalogue): number {
  return [...catalogue.values()].reduce((sum, objects) => sum + objects.size, 0);
}

/** An object that is missing, too many or different, in a line. */
export type CatalogueDifference = {
  readonly name: string;
  readonly difference: 'missing' | 'too many' | 'changed';
  readonly text: string;
};

/** What two catalogues do not have in common. */
export function differences(wanted: Catalogue, found: Catalogue): readonly CatalogueDifference[] {
  return objectKinds.flatMap((kind) => {
    const [before, after] = [wanted.get(kind), found.get(kind)];
    const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
    return names.flatMap((name) => {
      const [was, is] = [before?.get(name), after?.get(name)];
      const told = (difference: CatalogueDifference['difference'], text: string) => ({
        name,
        difference,
        text: `${kind}: ${name}${text}`,
      });
      if (is === undefined && was !== undefined) return [told('missing', ` is missing (${brief(was)})`)];
      if (was === undefined && is !== undefined) return [told('too many', ` is too many (${brief(is)})`)];
      return changedParts(was, is).map((change) => told('changed', `: ${change}`));
    });
  });
}

/** What differs between two definitions of one object. */
function changedParts(was: Json | undefined, is: Json | undefined): readonly string[] {
  if (!isObject(was) || !isObject(is)) {
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [between('it', was, is)];
  }
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return keys
    .filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]))
    .map((key) => between(key, was[key], is[key]));
}

function between(key: string, was: Json | undefined, is: Json | undefined): string {
  return `${key}\n      original: ${JSON.stringify(was)}\n      exported: ${JSON.stringify(is)}`;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only what says something. */
function brief(definition: Json): string {
  if (!isObject(definition)) return JSON.stringify(definition);
  const said = Object.entries(definition).filter(
    ([, value]) => value !== null && value !== false && value !== '',
  );
  const text = JSON.stringify(Object.fromEntries(said));
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
