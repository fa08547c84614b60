import type { Query } from './query';

/** The oldest PostgreSQL that can be read. */
export const oldestVersion = 14;

/** What is known of the server before its catalogue is read. */
export type Server = {
  /** 14, 15 … */
  readonly major: number;
  /** Owner of the database: whose objects need no mention of an owner. */
  readonly databaseOwner: string;
};

/**
 * Asks for the server's version and the database's owner.
 *
 * @throws Error when it is no PostgreSQL, or one older than 14
 */
export async function askServer(query: Query): Promise<Server> {
  const [row] = await query(
    `SELECT pg_catalog.current_setting('server_version_num') AS number,
            (SELECT pg_catalog.pg_get_userbyid(d.datdba) FROM pg_catalog.pg_database d
              WHERE d.datname = pg_catalog.current_database()) AS owner`,
  );
  const major = Math.floor(Number(row?.number) / 10_000);
  if (!Number.isFinite(major) || major <= 0)
    throw new Error('This does not answer like a PostgreSQL server.');
  if (major < oldestVersion) {
    throw new Error(
      `This is PostgreSQL ${major}; reading a catalogue needs version ${oldestVersion} or newer.`,
    );
  }
  return { major, databaseOwner: String(row?.owner ?? '') };
}

/**
 * Columns of the catalogue that came with later versions, as SQL that every version from 14 on understands.
 * The aliases are those of the queries: a attribute, k constraint, i index, c collation, p publication.
 */
export function versionedColumns(major: number) {
  const since = (version: number, column: string, otherwise: string) =>
    major >= version ? column : otherwise;
  return {
    nullsNotDistinct: since(15, 'i.indnullsnotdistinct', 'false'),
    deleteSetColumns: since(15, 'k.confdelsetcols', 'NULL::pg_catalog.int2[]'),
    isEnforced: since(18, 'k.conenforced', 'true'),
    isPeriod: since(18, 'k.conperiod', 'false'),
    /** pg_database_owner owns `public` from 15 on, before that the bootstrap superuser (pg_authid.dat). */
    publicOwner: since(15, '6171', '10'),
    /** A number, or -1 for the usual, until 16; a number or NULL since. */
    statistics: 'CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END',
    collationLocale: since(17, 'c.colllocale', since(15, 'c.colliculocale', 'NULL::pg_catalog.text')),
    collationRules: since(16, 'c.collicurules', 'NULL::pg_catalog.text'),
    publishesGenerated: since(18, 'p.pubgencols', `NULL::pg_catalog."char"`),
  } as const;
}

export type VersionedColumns = ReturnType<typeof versionedColumns>;
