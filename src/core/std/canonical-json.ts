/**
 * JSON with sorted keys and without absent fields: equal values give equal text,
 * whoever built them and in whatever order (the idea of RFC 8785).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const parts = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Whether two JSON values mean the same, an absent field counting like no field: their canonical texts are equal. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, at) => sameJson(one, b[at]))
    );
  }
  if (isObject(a) && isObject(b)) {
    return (
      fieldCount(a) === fieldCount(b) &&
      Object.entries(a).every(([key, field]) => field === undefined || hasSame(b, key, field))
    );
  }
  return !isObject(a) && !isObject(b) && canonicalJson(a) === canonicalJson(b);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object';
}

/** A field that is absent here is not the same as null there, though their texts alone would be. */
function hasSame(object: Readonly<Record<string, unknown>>, key: string, field: unknown): boolean {
  const other = Object.hasOwn(object, key) ? object[key] : undefined;
  return other !== undefined && sameJson(field, other);
}

function fieldCount(object: Readonly<Record<string, unknown>>): number {
  return Object.values(object).filter((field) => field !== undefined).length;
}
