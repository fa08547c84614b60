/** The object without fields that are undefined: where a field may be left out, that means the same. */
export function withoutUndefined<Value extends object>(value: Value): Value {
  const given = Object.entries(value).filter(([, content]) => content !== undefined);
  // What is left has the fields of the value, and no others.
  return Object.fromEntries(given) as Value;
}
