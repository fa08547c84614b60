import { importPostgresql } from '../../formats/sql-import/import-postgresql';
import { Design } from '../../schema/design.fixture';
import { MemoryState } from '../../schema/memory-state';
import { must } from '../../std/assert';

/** A design: as SQL, or built by hand where it has what SQL cannot say alone. */
export type Sketch = string | ((design: Design) => void);

/** One rule tried: a design in which it finds something, and a similar one in which it must not. */
export type Case = {
  readonly fires: Sketch;
  /** The names of what it finds there, in the order of the review. */
  readonly finds: readonly string[];
  readonly silent: Sketch;
};

export type Cases = Readonly<Record<string, Case>>;

/** Ids that count up, the same in every run. */
export function counter(first = 1): () => string {
  let next = first;
  return () => `00000000-0000-4000-8000-${String(next++).padStart(12, '0')}`;
}

export async function designOf(sketch: Sketch): Promise<MemoryState> {
  if (typeof sketch !== 'string') {
    const design = new Design();
    sketch(design);
    return design.state;
  }
  const imported = await importPostgresql(sketch, { mintId: counter() });
  if (!imported.ok) throw new Error(`${imported.problem.detail} in ${sketch}`);
  const errors = imported.value.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`${must(errors[0], 'an error').message} in ${sketch}`);
  return MemoryState.from(imported.value.records);
}
