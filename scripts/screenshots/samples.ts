/** What the projects in the pictures consist of. */
import { readFileSync } from 'node:fs';

export const library = { name: 'Town library', sql: readFileSync('test/fixtures/library.sql', 'utf8') };

const manyTables = 1_000;
const perRow = 40;
const subjects = ['orders', 'invoices', 'customers', 'parcels', 'prices', 'stock', 'refunds', 'visits'];

/** A thousand tables, each with a foreign key to an earlier one. */
export const thousand = {
  name: 'Everything we have',
  sql: Array.from({ length: manyTables }, (_, at) => tableSql(at)).join('\n'),
  places: new Map(
    Array.from({ length: manyTables }, (_, at) => [
      nameAt(at),
      { x: (at % perRow) * 320, y: Math.floor(at / perRow) * 360 },
    ]),
  ),
};

function nameAt(at: number): string {
  return `${subjects[at % subjects.length]}_${String(at).padStart(3, '0')}`;
}

function tableSql(at: number): string {
  const other = at === 0 ? '' : `, ${nameAt(at - 1)}_id bigint REFERENCES ${nameAt(Math.floor(at / 2))}`;
  return `CREATE TABLE ${nameAt(at)} (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, name text NOT NULL,
    state text, amount numeric(12,2), created_at timestamptz, changed_at timestamptz, note text${other});`;
}
