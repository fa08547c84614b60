import { significantTokens } from '../../std/sql-tokens';

/** `fillfactor=70, toast.autovacuum_enabled=off` taken apart, in its order. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let start = 0;
  const take = (end: number) => {
    const part = text.slice(start, end).trim();
    if (part !== '') found.set(nameOf(part), part);
  };
  for (const token of significantTokens(text)) {
    if (token.kind !== 'punctuation' || token.value !== ',') continue;
    take(token.start);
    start = token.end;
  }
  take(text.length);
  return found;
}

function nameOf(parameter: string): string {
  const equals = parameter.indexOf('=');
  return (equals < 0 ? parameter : parameter.slice(0, equals)).trim().toLowerCase();
}

/** Storage parameters after `SET (…)`; undefined: none. WITH OIDS is of PostgreSQL before 12 and means nothing now. */
export function withParameters(text: string | undefined, set: string): string | undefined {
  const all = new Map([...parametersOf(text ?? ''), ...parametersOf(set)]);
  all.delete('oids');
  return written(all);
}

/** Storage parameters after `RESET (…)`; undefined: none. */
export function withoutParameters(text: string | undefined, names: string): string | undefined {
  const all = new Map(parametersOf(text ?? ''));
  for (const name of parametersOf(names).keys()) all.delete(name);
  return written(all);
}

function written(parameters: ReadonlyMap<string, string>): string | undefined {
  return parameters.size === 0 ? undefined : [...parameters.values()].join(', ');
}
