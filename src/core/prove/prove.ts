import { inspectCatalogue } from '../formats/catalogue/inspect';
import type { Query } from '../formats/catalogue/query';
import { exportContext } from '../formats/postgresql/export-context';
import { exportPostgresql } from '../formats/postgresql/export-postgresql';
import type { ExportOptions } from '../formats/postgresql/options';
import { defaultExportOptions } from '../formats/postgresql/options';
import { selectRecords } from '../formats/postgresql/select-records';
import type { Difference, NotProven, Proof, ProvenScript } from '../protocol/proof';
import { MemoryState } from '../schema/memory-state';
import { significantTokens } from '../std/sql-tokens';
import { checkBodies, routineChecks } from './check-bodies';
import type { Comparison, Mismatch, Objects } from './compare';
import { columnOrders, compareObjects, differenceOf, objectsOf } from './compare';
import { execute } from './execute';
import { extensionsMadeBy } from './extensions';
import { missingKept } from './kept-statements';
import type { Names } from './names';
import type { OpenSandbox, Sandbox } from './sandbox';
import type { Trial } from './scratch';
import { freePrefix, isReadAlike, isSpelledByServer, trialKeyOf, trialsFor } from './scratch';
import { extensionRecords, statementsOf } from './statements';

/** Where a proof has got to. `of`: how much there is to do in this step, 0 where that is not known. */
export type Progress = {
  readonly step: 'print' | 'open' | 'execute' | 'check' | 'inspect' | 'compare';
  readonly done: number;
  readonly of: number;
};

export type ProveOptions = {
  /** How the script is written; what is not given is as usual. */
  readonly written?: Partial<ExportOptions>;
  /** Gives a new UUID with every call. */
  readonly mintId: () => string;
  readonly onProgress?: (progress: Progress) => void;
};

/**
 * Prints the design, executes the script on an empty PostgreSQL, reads back what is there, and compares it with
 * the design, object by object and field by field. Everything happens in one transaction that is rolled back.
 * See docs/spec/prove.md for what is compared and how.
 *
 * @throws Error when the database breaks down; what the script is to blame for is part of the proof
 */
export async function prove(
  open: OpenSandbox,
  design: MemoryState,
  options: ProveOptions,
): Promise<ProvenScript> {
  const { onProgress: tell = () => undefined } = options;
  const written: ExportOptions = { ...defaultExportOptions, ...options.written };
  const { state } = selectRecords(exportContext(design, written));
  tell({ step: 'print', done: 0, of: 0 });
  const { sql } = exportPostgresql(design, written);
  // What cannot run in a transaction makes the same indexes as what can.
  const isInline = written.indexes === 'inline' && written.layout === 'single';
  const inline = { ...written, indexes: 'inline', layout: 'single' } as const;
  const { statements, asides } = statementsOf(isInline ? sql : exportPostgresql(design, inline).sql);
  const extensions = [...new Set(statements.flatMap(({ text }) => extensionsMadeBy(text)))];
  tell({ step: 'open', done: 0, of: 0 });
  const sandbox = await open(extensions);
  const server = await askServer(sandbox.query);
  const blank: Proof = {
    server: server.name,
    serverMajor: server.major,
    writtenFor: written.version,
    verdict: 'refused',
    counts: {},
    differences: [],
    moreDifferences: 0,
    notProven: [],
    bodies: [],
  };
  await sandbox.exec('BEGIN');
  try {
    const names: Names = { state, currentUser: server.currentUser };
    const records = extensionRecords(state);
    const lacking = extensions.filter((name) => !server.extensions.has(name));
    const run = await execute(sandbox, statements, { names, isLenient: lacking.length > 0, tell });
    const notProven: NotProven[] = [
      ...lacking.map((name) => ({
        recordId: records.get(name),
        name: `extension ${name}`,
        why: 'The sandbox does not have it.',
      })),
      ...asides.map((name) => ({
        name,
        why: 'This is for psql or another database and is not executed here.',
      })),
      ...run.notProven,
    ];
    if (run.error) return { sql, proof: { ...blank, notProven, error: run.error } };
    const isUnproven = unprovenIn(names, new Set(run.unproven));
    const checks = routineChecks(state).filter(({ recordId }) => !isUnproven(recordId));
    if (checks.length > 0) tell({ step: 'check', done: 0, of: 0 });
    const bodies = [...(await checkBodies(sandbox, checks))];
    const result = await compareWithCatalogue(sandbox, names, isUnproven, options);
    const isLeftOut = ({ field }: Difference) =>
      (field === 'comment' && !written.comments) || (field === 'owner' && !written.owners);
    const differences = result.differences.filter((one) => !isUnproven(one.recordId) && !isLeftOut(one));
    const verdict = differences.length === 0 ? 'identical' : 'different';
    const listed = differences.slice(0, mostDifferences);
    const moreDifferences = differences.length - listed.length;
    return {
      sql,
      proof: {
        ...{ ...blank, verdict, counts: result.counts, notProven, bodies },
        ...{ differences: listed, moreDifferences },
      },
    };
  } finally {
    await sandbox.exec('ROLLBACK').catch(() => undefined);
  }
}

/** A list that somebody reads; the rest is counted. */
const mostDifferences = 500;

type Server = {
  readonly name: string;
  readonly major: number;
  readonly currentUser: string;
  readonly extensions: ReadonlySet<string>;
};

async function askServer(query: Query): Promise<Server> {
  const [row] = await query(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
            current_user::text AS owner,
            (SELECT json_agg(name)::text FROM pg_available_extensions) AS extensions`,
  );
  return {
    name: `PostgreSQL ${String(row?.version ?? '').split(' ')[0]}`,
    major: Math.floor(Number(row?.number) / 10_000),
    currentUser: String(row?.owner ?? ''),
    extensions: new Set(JSON.parse(String(row?.extensions ?? '[]')) as string[]),
  };
}

/** Whether a record is something whose statement could not be executed, or a part of that. */
function unprovenIn(names: Names, unproven: ReadonlySet<string>): IsUnproven {
  return (recordId) => {
    if (unproven.size === 0 || recordId === undefined) return false;
    const record = names.state.get(recordId);
    return record !== undefined && (unproven.has(record.id) || unproven.has(record.parentId ?? ''));
  };
}

type IsUnproven = (recordId: string | undefined) => boolean;

type Compared = {
  readonly differences: readonly Difference[];
  readonly counts: Readonly<Record<string, number>>;
};

async function compareWithCatalogue(
  sandbox: Sandbox,
  names: Names,
  isUnproven: IsUnproven,
  options: ProveOptions,
): Promise<Compared> {
  const { onProgress: tell = () => undefined } = options;
  const read = async () => {
    const { records } = await inspectCatalogue(sandbox.query, {
      mintId: options.mintId,
      isInTransaction: true,
    });
    return MemoryState.from(records);
  };
  tell({ step: 'inspect', done: 0, of: 0 });
  const found = await read();
  tell({ step: 'compare', done: 0, of: 0 });
  const objects = {
    wanted: objectsOf(names.state, names.currentUser),
    found: objectsOf(found, names.currentUser),
  };
  const comparison = withoutKept(compareObjects(objects.wanted, objects.found), names.state);
  const kept = await missingKept(sandbox.query, names.state);
  const orders = columnOrders(names.state, found, objects);
  const trials = trialsFor(comparison.mismatches, names, freePrefix(names.state, found));
  const readings = await readTrials(sandbox, trials, async () => objectsOf(await read(), names.currentUser));
  const isOnlySpelling = (mismatch: Mismatch) => {
    const trial = readings.made.get(trialKeyOf(mismatch));
    return (
      isSpelledByServer(mismatch) && trial !== undefined && isReadAlike(mismatch, readings.objects.get(trial))
    );
  };
  const mismatches = comparison.mismatches.filter((mismatch) => !isOnlySpelling(mismatch));
  const passedOver = kept.missing.filter(({ recordId }) => isUnproven(recordId)).length;
  return {
    differences: [...comparison.differences, ...orders, ...mismatches.map(differenceOf), ...kept.missing],
    counts: countsOf(objects.wanted, isUnproven, kept.looked - passedOver),
  };
}

function countsOf(objects: Objects, isUnproven: IsUnproven, kept: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind, recordId } of objects.values()) {
    if (!isUnproven(recordId)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return kept > 0 ? { ...counts, verbatim: kept } : counts;
}

/**
 * What is there too much may be made by a statement that is kept as text: a table under its own name, anything
 * by DO or SELECT. It is what was asked for then.
 */
function withoutKept({ differences, mismatches }: Comparison, state: MemoryState): Comparison {
  const kept = state.ofKind('verbatim');
  const isOpaque = kept.some(({ body }) => /^(?:do|select|call|create table as|alter|drop)\b/.test(body.tag));
  const relations = kept.flatMap(({ body }) => body.definesRelation?.name ?? body.definesType?.name ?? []);
  const isKept = ({ recordId, found, name, kind }: Difference) =>
    recordId === undefined &&
    found !== undefined &&
    (isOpaque ||
      relations.some((own) => name.split('.').includes(own)) ||
      kept.some(({ body }) => body.tag === kind && name.endsWith(body.name)));
  return {
    differences: differences.filter((one) => !isKept(one)),
    mismatches: mismatches.filter((one) => !isSetByKept(one, state)),
  };
}

/** Where a record says nothing, a kept ALTER of it or of its table may: both are the design. */
function isSetByKept({ wanted, wantedFact }: Mismatch, state: MemoryState): boolean {
  if (wantedFact !== undefined) return false;
  const record = state.get(wanted.recordId);
  const tableId = record?.kind === 'table' ? record.id : (record?.parentId ?? '');
  const table = state.live(tableId, 'table')?.body.name;
  return state
    .ofKind('verbatim')
    .some(
      ({ body }) =>
        body.tag.startsWith('alter ') &&
        (body.recordId === wanted.recordId ||
          body.recordId === tableId ||
          significantTokens(body.name).some(({ value }) => value === table)),
    );
}

type Readings = { readonly made: ReadonlyMap<string, string>; readonly objects: Objects };

/** Makes all trials, all at once if that works, and reads the catalogue with them in it. */
async function readTrials(
  sandbox: Sandbox,
  trials: readonly Trial[],
  read: () => Promise<Objects>,
): Promise<Readings> {
  if (trials.length === 0) return { made: new Map(), objects: new Map() };
  const made = new Map<string, string>();
  const attempt = async (some: readonly Trial[]): Promise<void> => {
    await sandbox.exec('SAVEPOINT trial');
    try {
      await sandbox.exec(some.map(({ statement }) => statement).join(';\n'));
      for (const { key, readKey } of some) made.set(key, readKey);
      await sandbox.exec('RELEASE SAVEPOINT trial');
    } catch (error) {
      await sandbox.exec('ROLLBACK TO SAVEPOINT trial; RELEASE SAVEPOINT trial');
      // What the server does not take alone is not like anything that it took.
      if (some.length === 1) return;
      if (!(error instanceof Error)) throw error;
      const half = Math.ceil(some.length / 2);
      await attempt(some.slice(0, half));
      await attempt(some.slice(half));
    }
  };
  for (let at = 0; at < trials.length; at += trialsAtOnce) await attempt(trials.slice(at, at + trialsAtOnce));
  return { made, objects: made.size === 0 ? new Map() : await read() };
}

/** The server takes longer for a statement in a long message than for the same one in a short one. */
const trialsAtOnce = 50;
