/** Lists whose order means something: columns of a key, elements of an index, labels of an enum. Pure. */

/** The list with one item at another place (counted without it, kept within the list). */
export function moved<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  if (item === undefined) return items;
  const others = without(items, from);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), item, ...others.slice(place)];
}

/** The list without the item at a place. */
export function without<Item>(items: readonly Item[], at: number): readonly Item[] {
  return items.filter((_, index) => index !== at);
}

/** The list with another item at a place. */
export function replaced<Item>(items: readonly Item[], at: number, item: Item): readonly Item[] {
  return items.map((old, index) => (index === at ? item : old));
}

/** `base`, `base_2`, `base_3`, …: the first that nobody holds. */
export function freeName(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let count = 2; isTaken(name); count += 1) name = `${base}_${count}`;
  return name;
}
