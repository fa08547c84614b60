'use client';
import {
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { MemoryState } from '../../../core/schema/memory-state';
import type { ProjectSession } from '../session/project-session';
import { useSession } from '../session/project-session';
import { outlineRows } from './outline-rows';
import type { OutlineQuery, OutlineRow } from './rows';
import { rowsAbove } from './rows-above';

export type Outline = {
  readonly rows: readonly OutlineRow[];
  readonly search: string;
  setSearch(text: string): void;
  toggle(row: OutlineRow): void;
};

const shownKinds: ReadonlySet<string> = new Set([
  'namespace',
  'table',
  'column',
  'primary-key',
  'exclusion',
  'enum',
  'domain',
  'composite',
  'range',
  'sequence',
  'verbatim',
  'note',
  'area',
]);

/** Whether a change shows in the outline: dragging tables, for one, does not. */
function isShown(state: MemoryState, changed: ReadonlySet<string>): boolean {
  for (const id of changed) {
    const kind = state.get(id)?.kind;
    if (kind === undefined || shownKinds.has(kind)) return true;
  }
  return false;
}

/** A number that grows whenever the outline may look different. */
function useRevision({ store }: ProjectSession): number {
  const revision = useRef(0);
  const subscribe = useCallback(
    (listener: () => void) =>
      store.subscribe((changed) => {
        if (changed !== 'all' && !isShown(store.state(), changed)) return;
        revision.current += 1;
        listener();
      }),
    [store],
  );
  const read = () => revision.current;
  return useSyncExternalStore(subscribe, read, read);
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The rows of the outline, following the project, the search and what is expanded. */
export function useOutline(): Outline {
  const session = useSession();
  const revision = useRevision(session);
  const [search, setSearch] = useState('');
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [collapsedNamespaces, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const deferred = useDeferredValue(search);
  useEffect(
    // What is selected elsewhere is shown in the tree: what it is in opens.
    () =>
      session.selection.subscribe(() => {
        const [id, ...more] = session.selection.get();
        if (id === undefined || more.length > 0) return;
        const above = rowsAbove(session.store.state(), id);
        setExpanded((set) => (above.every((one) => set.has(one)) ? set : new Set([...set, ...above])));
      }),
    [session],
  );
  // The state is one object that moves: a new revision makes a new view of it.
  const view = useMemo(() => ({ revision, state: session.store.state() }), [session, revision]);
  const rows = useMemo(() => {
    const query: OutlineQuery = { search: deferred.trim().toLowerCase(), expanded, collapsedNamespaces };
    return outlineRows(view.state, query);
  }, [view, deferred, expanded, collapsedNamespaces]);
  const toggle = (row: OutlineRow) => {
    const set = row.kind === 'namespace' || row.kind === 'canvas' ? setCollapsed : setExpanded;
    set((current) => toggled(current, row.id));
  };
  return { rows, search, setSearch, toggle };
}
