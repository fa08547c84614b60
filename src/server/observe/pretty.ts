type Line = { readonly level: string; readonly time: string; readonly msg: string; readonly stack?: string };

/** A line of the log for people: a mere sentence as it is, else time, level, what, and its fields. */
export function prettyLine(json: string): string {
  const { level, time, msg, stack, ...rest }: Line & Readonly<Record<string, unknown>> = JSON.parse(json);
  const fields = Object.entries(rest)
    .filter(([name]) => name !== 'pid')
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  if (fields.length === 0) return `${msg}\n`;
  const head = [time.slice(11, 23), level.toUpperCase(), msg, ...fields].join(' ');
  return stack === undefined || stack === '' ? `${head}\n` : `${head}\n${stack}\n`;
}
