/** Values by key, each group in the order in which they came. */
export function grouped<Key, Item>(entries: Iterable<readonly [Key, Item]>): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const [key, item] of entries) {
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
