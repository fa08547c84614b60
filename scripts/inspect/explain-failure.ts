/** What went wrong with a connection, for whoever gave its address: what it is, where, and what to do. */
export function explainFailure(fault: unknown, url: string): string {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : '';
  const message = withoutPassword(fault instanceof Error ? fault.message : String(fault), url);
  const { place, user, database } = placeOf(url);
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${place}. Is PostgreSQL running there, and is the port right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of ${place} cannot be found. Check its name.`;
    case '28P01':
    case '28000':
      return `The server at ${place} does not let ${user} in: ${message}. Check the user and the password (it may stand in PGPASSWORD).`;
    case '3D000':
      return `The server at ${place} has no database ${database}.`;
    case '42501':
      return `${user} may not read all of the catalogue: ${message}. Use a role that may read it, such as the owner of the database.`;
    case '53300':
      return `The server at ${place} takes no more connections just now. Try again.`;
    default:
      return /SASL|password must be a string/.test(message)
        ? `The server at ${place} wants a password for ${user}: put it into the address or into PGPASSWORD.`
        : /timeout|terminated|Unexpected|ECONNRESET|invalid response|unknown message/i.test(message)
          ? `${place} does not answer like a PostgreSQL server: ${message}.`
          : message;
  }
}

/** Host and port, user and database of an address; never its password. */
function placeOf(url: string): { readonly place: string; readonly user: string; readonly database: string } {
  try {
    const { hostname, port, username, pathname } = new URL(url);
    const user = decodeURIComponent(username) || 'the user';
    const place = `${decodeURIComponent(hostname) || 'localhost'}:${port || '5432'}`;
    return { place, user, database: decodeURIComponent(pathname.slice(1)) || user };
  } catch {
    return { place: 'this address', user: 'the user', database: '' };
  }
}

/** A message may repeat the address. */
function withoutPassword(message: string, url: string): string {
  const written = /^\w+:\/\/[^:@/]*:(.*)@/.exec(url)?.[1];
  if (!written) return message;
  let decoded = written;
  try {
    decoded = decodeURIComponent(written);
  } catch {
    // As it was written, then.
  }
  return message.replaceAll(url, '…').replaceAll(written, '…').replaceAll(decoded, '…');
}
