/** A project that shows types, partitions, heirs and statements kept as text: what scripts seldom have together. */
import { randomUUID } from 'node:crypto';
import type { Place, Project, Wire } from './project';

type Body = Readonly<Record<string, unknown>>;

/** Collects the operations of a project that is built table by table. */
class Builder {
  readonly operations: Wire[] = [];

  add(kind: string, body: Body): string {
    const id = randomUUID();
    this.operations.push({ type: `${kind}.create`, id, body });
    return id;
  }

  table(name: string, place: Place | null, columns: readonly string[], more: Body = {}) {
    const id = this.add('table', { name, ...more });
    const ids = columns.map((column) => {
      const [columnName = '', ...type] = column.split(' ');
      const isRequired = type.at(-1) === '!';
      const body = { type: (isRequired ? type.slice(0, -1) : type).join(' '), nullable: !isRequired };
      return this.add('column', { tableId: id, name: columnName, ...body });
    });
    if (place) this.add('layout', { recordId: id, ...place });
    return { id, columns: ids };
  }
}

/** Makes it, in an empty project. */
export async function buildFamilies(project: Project): Promise<void> {
  const built = new Builder();
  types(built);
  bookings(built);
  events(built);
  vehicles(built);
  statements(built);
  await project.edit(...built.operations);
}

function types(built: Builder): void {
  built.add('enum', { name: 'booking_state', labels: ['asked', 'confirmed', 'cancelled'] });
  built.add('domain', {
    name: 'email',
    type: 'text',
    notNull: true,
    comment: 'An address that mail can be sent to',
    checks: [
      { name: 'email_check', expression: "VALUE ~ '^[^@]+@[^@]+$'" },
      { name: 'email_length', expression: 'length(VALUE) <= 254' },
    ],
  });
  built.add('domain', { name: 'cents', type: 'bigint', default: { kind: 'literal', text: '0' } });
  built.add('composite', {
    name: 'postal_address',
    comment: 'Where a letter goes',
    attributes: [
      { name: 'street', type: 'text' },
      { name: 'postcode', type: 'character varying(12)' },
      { name: 'city', type: 'text', collation: '"und-x-icu"' },
      { name: 'country', type: 'character(2)', comment: 'ISO 3166-1' },
    ],
  });
  built.add('range', { name: 'price_range', type: 'cents', subtypeDiff: 'int8mi' });
}

function bookings(built: Builder): void {
  const rooms = built.table('rooms', { x: 0, y: 0, color: 'teal' }, [
    'id bigint !',
    'name text !',
    'prices price_range',
  ]);
  built.add('primary-key', { tableId: rooms.id, columnIds: [rooms.columns[0]] });
  const bookings = built.table('bookings', { x: 400, y: 0, color: 'teal' }, [
    'id bigint !',
    'room_id bigint !',
    'during tstzrange !',
    'state booking_state !',
    'contact email',
    'invoice_to postal_address',
  ]);
  built.add('primary-key', { tableId: bookings.id, columnIds: [bookings.columns[0]] });
  built.add('foreign-key', {
    tableId: bookings.id,
    columnIds: [bookings.columns[1]],
    referencedTableId: rooms.id,
    referencedColumnIds: [rooms.columns[0]],
  });
  built.add('exclusion', {
    tableId: bookings.id,
    name: 'no_double_booking',
    elements: [
      { columnId: bookings.columns[1], operator: '=' },
      { columnId: bookings.columns[2], operator: '&&' },
    ],
    predicate: "state <> 'cancelled'",
    comment: 'A room is let once at a time',
  });
}

const months = ['01', '02', '03', '04', '05', '06', '07'];

function events(built: Builder): void {
  const sources = built.table('sources', { x: 0, y: 320, color: 'violet' }, ['id bigint !', 'name text !']);
  built.add('primary-key', { tableId: sources.id, columnIds: [sources.columns[0]] });
  const events = built.table('events', { x: 400, y: 320, color: 'violet' }, [
    'id bigint !',
    'created_at timestamptz !',
    'source_id bigint !',
    'payload jsonb',
  ]);
  const [, created] = events.columns;
  const body = { partitionBy: { strategy: 'range', elements: [{ columnId: created }] }, rowSecurity: true };
  built.operations.push({ type: 'table.update', id: events.id, version: 1, body });
  for (const [at, month] of months.entries()) {
    const next = String(at + 2).padStart(2, '0');
    const bound = `FOR VALUES FROM ('2026-${month}-01') TO ('2026-${next}-01')`;
    const partition = built.table(`events_2026_${month}`, null, [], {
      partitionOf: { tableId: events.id, bound },
    });
    built.add('foreign-key', {
      tableId: partition.id,
      columnIds: [events.columns[2]],
      referencedTableId: sources.id,
      referencedColumnIds: [sources.columns[0]],
    });
  }
  built.table('events_rest', null, [], { partitionOf: { tableId: events.id, bound: 'DEFAULT' } });
  built.add('verbatim', {
    tag: 'policy',
    name: 'own_events',
    recordId: events.id,
    phase: 'after constraints',
    text: "CREATE POLICY own_events ON public.events\n  USING (source_id = current_setting('app.source')::bigint)",
  });
}

function vehicles(built: Builder): void {
  const vehicles = built.table('vehicles', { x: 840, y: 0, color: 'amber' }, [
    'plate text !',
    'wheels integer !',
  ]);
  built.table('trucks', { x: 840, y: 220, color: 'amber' }, ['payload_kg integer !'], {
    inherits: [vehicles.id],
    unlogged: true,
  });
}

function statements(built: Builder): void {
  built.add('verbatim', {
    tag: 'view',
    name: 'public.free_rooms',
    phase: 'after constraints',
    text: `CREATE VIEW public.free_rooms AS
  SELECT r.id, r.name
    FROM public.rooms r
   WHERE NOT EXISTS (
     SELECT FROM public.bookings b
      WHERE b.room_id = r.id AND b.during @> now() AND b.state <> 'cancelled')`,
  });
  built.add('verbatim', {
    tag: 'function',
    name: 'public.touch',
    phase: 'before tables',
    text: 'CREATE FUNCTION public.touch() RETURNS trigger\n  LANGUAGE plpgsql AS $$\nBEGIN\n  NEW.changed_at := now();\n  RETURN NEW;\nEND\n$$',
  });
  built.add('verbatim', {
    tag: 'extension',
    name: 'btree_gist',
    phase: 'before tables',
    text: 'CREATE EXTENSION IF NOT EXISTS btree_gist',
  });
}
