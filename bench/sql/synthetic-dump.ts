/** Numbers from a seed (mulberry32): the same dump in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const columns = [
  'code character varying(40) NOT NULL',
  "state text DEFAULT 'new'::text NOT NULL",
  'amount numeric(12,2) DEFAULT 0.00',
  'is_active boolean DEFAULT true NOT NULL',
  'created_at timestamp with time zone DEFAULT now() NOT NULL',
  "tags text[] DEFAULT '{}'::text[] NOT NULL",
  'details jsonb',
  'quantity integer',
] as const;

/**
 * A script as pg_dump writes one, of tables with ten columns each: a primary and a unique key, a check, two
 * indexes and two comments, and foreign keys to tables before them.
 */
export function syntheticDump(tables: number): string {
  const random = randomNumbers(20);
  const name = (n: number) => `public.table_${String(n).padStart(4, '0')}`;
  const numbers = Array.from({ length: tables }, (_, n) => n);
  const create = numbers.map((n) =>
    [
      `CREATE TABLE ${name(n)} (`,
      `    id bigint NOT NULL,\n    parent_id bigint,`,
      `    ${columns.join(',\n    ')},`,
      `    CONSTRAINT table_${n}_check CHECK ((quantity >= 0))\n);\n`,
      `COMMENT ON TABLE ${name(n)} IS 'Table number ${n}';`,
      `COMMENT ON COLUMN ${name(n)}.code IS 'What table ${n} is called';\n`,
    ].join('\n'),
  );
  const keys = numbers.map(
    (n) =>
      `ALTER TABLE ONLY ${name(n)}\n    ADD CONSTRAINT table_${n}_pkey PRIMARY KEY (id);\n\nALTER TABLE ONLY ${name(n)}\n    ADD CONSTRAINT table_${n}_code_key UNIQUE (code);\n`,
  );
  const indexes = numbers.map(
    (n) =>
      `CREATE INDEX table_${n}_state_idx ON ${name(n)} USING btree (state, created_at DESC);\n\nCREATE INDEX table_${n}_tags_idx ON ${name(n)} USING gin (tags);\n`,
  );
  const foreignKeys = numbers.slice(1).map((n) => {
    const parent = Math.floor(random() * n);
    return `ALTER TABLE ONLY ${name(n)}\n    ADD CONSTRAINT table_${n}_parent_fkey FOREIGN KEY (parent_id) REFERENCES ${name(parent)}(id) ON DELETE CASCADE;\n`;
  });
  return ['SET statement_timeout = 0;\n', ...create, ...keys, ...indexes, ...foreignKeys].join('\n');
}
