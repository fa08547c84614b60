import type { LiveChange } from '../../core/protocol/change';
import type { Problem } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { ApiProblem, isTransient } from '../api/api-problem';
import type { Notice } from './notices';
import type { ProjectStoreOptions } from './store-contract';
import type { UndoMemory } from './undo-memory';
import type { UndoStep } from './undo-step';
import { stepLogged } from './undo-step';

type Expected = {
  readonly label: string;
  readonly intent: { readonly kind: 'edit' } | { readonly kind: 'undo' | 'redo'; readonly of: string };
};

const underWay: Problem = {
  code: 'try-again',
  detail: 'A large edit is being taken back just now. Try again in a moment.',
};

/**
 * Edits of mine that the server makes, since they are more than one mutation: imports, and what takes such back.
 * They are shown, and become part of the history, when the stream brings them.
 */
export class ServerEdits {
  readonly #options: Pick<ProjectStoreOptions, 'api' | 'projectId' | 'uuid'>;
  readonly #history: UndoMemory;
  readonly #tell: (notice: Notice) => void;
  readonly #expected = new Map<string, Expected>();
  #isTakingBack = false;

  constructor(
    options: Pick<ProjectStoreOptions, 'api' | 'projectId' | 'uuid'>,
    history: UndoMemory,
    tell: (notice: Notice) => void,
  ) {
    this.#options = options;
    this.#history = history;
    this.#tell = tell;
  }

  /** The change of this id will be mine, to be taken back under this label. */
  adopt(id: string, label: string): void {
    this.#expected.set(id, { label, intent: { kind: 'edit' } });
  }

  /** The stream has brought a change. */
  arrived(change: LiveChange): void {
    const expected = this.#expected.get(change.id);
    if (!expected) return;
    this.#expected.delete(change.id);
    this.#history.did(expected.intent, stepLogged(change, expected.label));
  }

  /** Asks the server to take a step back; one at a time. What comes of it is told later. */
  takeBack(kind: 'undo' | 'redo', { mutationId: of, label }: UndoStep): Result<string, Problem> {
    if (this.#isTakingBack) return refused(underWay);
    const { api, projectId, uuid } = this.#options;
    const id = uuid();
    this.#expected.set(id, { label, intent: { kind, of } });
    this.#isTakingBack = true;
    api
      .undoChange(projectId, of, id)
      .catch((error: unknown) => this.#failed(id, of, label, error))
      .finally(() => {
        this.#isTakingBack = false;
      });
    return ok(id);
  }

  /** What nobody has decided about may be asked for again; anything else is not going to be possible. */
  #failed(id: string, of: string, label: string, error: unknown): void {
    if (!(error instanceof ApiProblem)) throw error;
    if (!isTransient(error)) {
      this.#expected.delete(id);
      if (error.problem.code !== 'try-again') this.#history.drop(of);
    }
    this.#tell({ kind: 'undo-refused', label, problem: error.problem });
  }
}
