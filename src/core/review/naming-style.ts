/** How the words of a name are put together. One word alone in small letters is any of them. */
export type NamingStyle = 'snake_case' | 'camelCase' | 'PascalCase' | 'UPPER_CASE';

/** The style that a name shows, or null when it shows none. */
export function namingStyleOf(name: string): NamingStyle | null {
  if (/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name)) return 'snake_case';
  if (/^[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)+$/.test(name)) return 'camelCase';
  if (/^[A-Z][a-z0-9]+([A-Z][a-z0-9]*)*$/.test(name)) return 'PascalCase';
  if (/^[A-Z][A-Z0-9]+(_[A-Z0-9]+)*$/.test(name)) return 'UPPER_CASE';
  return null;
}

/** Groups of at least two members that fall into parts: the part that is clearly the smaller one, and the larger one's name. */
export function minorityOf<Item, Key extends string>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | null,
): { readonly usual: Key; readonly others: readonly Item[] } | null {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const [largest, ...smaller] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  const others = smaller.flatMap(([, group]) => group);
  // Only a clear custom is one: four of five.
  if (!largest || others.length === 0 || others.length * 4 > largest[1].length) return null;
  return { usual: largest[0], others };
}
