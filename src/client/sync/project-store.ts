import type { LiveChange } from '../../core/protocol/change';
import type { MutationResponse } from '../../core/protocol/mutation';
import type { PresenceEvent } from '../../core/protocol/presence';
import { builtOn } from '../../core/schema/built-on';
import type { AuditEntry } from '../../core/schema/change';
import type { RecordId } from '../../core/schema/ids';
import { invert } from '../../core/schema/invert';
import type { MemoryState } from '../../core/schema/memory-state';
import type { Operation } from '../../core/schema/operation';
import type { RecordState } from '../../core/schema/record';
import type { Problem, ProblemDocument } from '../../core/std/problem';
import type { Result } from '../../core/std/result';
import { ok, refused } from '../../core/std/result';
import { ApiProblem } from '../api/api-problem';
import { Adoption } from './adoption';
import { AheadOfStream } from './ahead';
import { tabStream } from './browser-tabs';
import { checkOperations, hindranceTo, settingField } from './check-operations';
import { Connection } from './connection';
import type { ConnectionState } from './connection-state';
import type { StreamEvent } from './event-source';
import { FingerprintTracker } from './fingerprint-tracker';
import { Followed } from './followed';
import { Listeners } from './listeners';
import { Mirror } from './mirror';
import type { Notice } from './notices';
import { noticeOfRefused, noticesOfForeign, noticesOfOwn, verdictOf } from './notices';
import { Outage } from './outage';
import { notHappened, refusedAs } from './outcome';
import { Outcomes } from './outcomes';
import type { Intent, PendingMutation } from './pending';
import { basesOf, mentionedIn } from './pending';
import { PendingQueue } from './pending-queue';
import { readAnew } from './read-anew';
import type { ChangedRecords } from './record-listeners';
import { RecordListeners } from './record-listeners';
import type { Scheduler } from './scheduler';
import { systemScheduler } from './scheduler';
import { Sender } from './sender';
import { ServerEdits } from './server-edits';
import type { MutateOptions, ProjectStore, ProjectStoreOptions, StoreStatus } from './store-contract';
import { initialStatus } from './store-contract';
import { UndoMemory } from './undo-memory';
import type { UndoStep } from './undo-step';
import { isLarge, notArrived } from './undo-step';

/** Makes the store of one project; nothing happens before `start`. The rules it keeps: docs/spec/sync.md. */
export function createProjectStore(options: ProjectStoreOptions): ProjectStore {
  return new Store(options);
}

class Store implements ProjectStore {
  readonly #options: ProjectStoreOptions;
  readonly #scheduler: Scheduler;
  readonly #mirror: Mirror;
  readonly #queue: PendingQueue;
  readonly #sender: Sender;
  readonly #connection: Connection;
  readonly #fingerprint: FingerprintTracker;
  readonly #outage: Outage;
  readonly outcomes: Outcomes;
  readonly #history: UndoMemory;
  readonly #ahead = new AheadOfStream();
  readonly #adoption: Adoption;
  readonly #serverEdits: ServerEdits;
  /** Changes of others that were told of, so that a repeated batch tells nothing twice. */
  readonly #told = new Set<string>();
  readonly #records = new RecordListeners();
  readonly #status = new Followed(initialStatus);
  readonly #notices = new Listeners<Notice>();
  readonly #presence = new Followed<PresenceEvent>({ people: [] });
  readonly #changes = new Listeners<readonly LiveChange[]>();
  #me: string | null;
  #cursor = '';
  #loaded = false;
  #restoring: Promise<void> | null = null;
  #reloadCause: 'server' | 'fingerprint' = 'server';
  #leaveNetwork: () => void = () => undefined;

  constructor(options: ProjectStoreOptions) {
    const { projectId, api, random = Math.random, scheduler = systemScheduler } = options;
    this.#options = options;
    this.#me = options.me ?? null;
    this.#scheduler = scheduler;
    this.#fingerprint = new FingerprintTracker(scheduler);
    this.#mirror = new Mirror((before, after) => this.#fingerprint.change(before, after));
    const tell = (notice: Notice) => this.#notices.tell(notice);
    this.#outage = new Outage(scheduler, () => this.#queue.all.length, tell);
    this.#queue = new PendingQueue(projectId, options.storage, () => this.#storageFailed());
    const around = { scheduler, outage: this.#outage, status: this.status, tell };
    this.outcomes = new Outcomes(projectId, this.#queue, options.storage, around);
    this.#history = new UndoMemory(projectId, this.#queue, options.storage, () => this.#refresh());
    this.#serverEdits = new ServerEdits(options, this.#history, tell);
    this.#adoption = new Adoption(scheduler, this.#queue, () => {
      this.outcomes.wait();
      this.#rebase([]);
      this.#sender.flush();
    });
    this.#sender = new Sender({
      api,
      projectId,
      scheduler,
      random,
      next: () => this.#queue.all[0],
      acknowledged: (mutation, response) => this.#acknowledged(mutation, response),
      refused: (mutation, problem) => this.#refused(mutation, problem),
      accessLost: (problem) => this.#accessLost(problem),
    });
    this.#connection = new Connection({
      scheduler,
      random,
      open: options.open ?? tabStream(api, projectId, { ...options, scheduler }),
      load: (signal) => this.#load(signal),
      cursor: () => this.#cursor,
      event: (event) => this.#event(event),
      changed: (state, previous) => this.#connectionChanged(state, previous),
      trouble: (error) => this.#trouble(error),
      flush: () => this.#sender.start(),
    });
  }

  readonly state = (): MemoryState => this.#mirror.shown;
  readonly subscribe = (listener: (changed: ChangedRecords) => void) => this.#records.add(listener);
  readonly subscribeRecord = (id: RecordId, listener: () => void) => this.#records.addFor(id, listener);
  readonly status = this.#status.get;
  readonly subscribeStatus = this.#status.subscribe;
  readonly subscribeNotices = this.#notices.add;
  readonly subscribeChanges = this.#changes.add;
  readonly presence = this.#presence.get;
  readonly people = () => this.#presence.get().people;
  readonly subscribePeople = this.#presence.subscribe;
  readonly kept = (): Promise<void> => this.#queue.kept();
  readonly keepNow = (): void => this.#queue.keepNow();

  readonly start = (): void => {
    this.#leaveNetwork();
    const heard = (online: boolean) => this.#connection.dispatch({ kind: online ? 'online' : 'offline' });
    this.#leaveNetwork = this.#options.network?.subscribe(heard) ?? (() => undefined);
    this.#history.start();
    this.outcomes.start();
    this.#connection.dispatch({ kind: 'start' });
  };

  readonly stop = (): void => {
    this.#leaveNetwork();
    this.#history.stop();
    this.outcomes.stop();
    this.#connection.dispatch({ kind: 'stop' });
    this.#sender.stop();
    this.#adoption.stop();
    this.#fingerprint.stop();
  };

  readonly mutate = (
    operations: readonly Operation[],
    { label = 'Edit', undoable = true }: MutateOptions = {},
  ): Result<string, Problem> => {
    const made = this.#make(operations, label, { kind: 'edit', undoable });
    this.#refresh();
    return made;
  };

  readonly restore = (recordId: RecordId, field: string, value: unknown): Result<string, Problem> => {
    const operation = settingField(this.#mirror.shown, recordId, field, value);
    return operation.ok ? this.mutate([operation.value], { label: 'Restore' }) : operation;
  };

  readonly adopt = (id: string, label: string): void => this.#serverEdits.adopt(id, label);

  readonly undo = (): Result<string, Problem> => this.#takeBack('undo', this.#history.shown.undo.at(-1));
  readonly redo = (): Result<string, Problem> => this.#takeBack('redo', this.#history.shown.redo.at(-1));

  #takeBack(kind: 'undo' | 'redo', step: UndoStep | undefined): Result<string, Problem> {
    if (!step) return refused({ code: 'not-found', detail: `There is nothing to ${kind}.` });
    const operations = invert(step.entries, (id) => this.#mirror.shown.get(id)?.version);
    // What stands in the way of any edit, or what only has to arrive, says nothing about the step.
    const hindrance = hindranceTo([], this.status()) ?? notArrived(step, this.#mirror.confirmed);
    const built = hindrance ?? builtOn(step.entries, this.#mirror.shown);
    if (!built && isLarge(step, this.#mirror.shown)) return this.#serverEdits.takeBack(kind, step);
    const intent = { kind, of: step.mutationId };
    const made = built ? refused(built) : this.#make(operations, step.label, intent);
    if (!made.ok) {
      if (!hindrance) this.#history.drop(step.mutationId);
      this.#notices.tell({ kind: 'undo-refused', label: step.label, problem: made.problem });
    }
    this.#refresh();
    return made;
  }

  #make(operations: readonly Operation[], label: string, intent: Intent): Result<string, Problem> {
    const hindrance = hindranceTo(operations, this.status());
    if (hindrance) return refused(hindrance);
    const checked = checkOperations(operations);
    if (!checked.ok) return checked;
    const bases = basesOf(checked.value, (id) => this.#mirror.confirmed.get(id)?.version);
    const mentioned = mentionedIn(checked.value, this.#mirror.shown);
    const applied = this.#mirror.apply(checked.value);
    if (!applied.ok) return applied;
    const id = this.#options.uuid();
    const { changed, entries } = applied.value;
    const madeAt = this.#scheduler.now();
    this.#queue.add({ id, operations: checked.value, bases, label, intent, entries, mentioned, madeAt });
    this.#records.tell(changed);
    this.#sender.flush();
    return ok(id);
  }

  /** Reads the snapshot, which replaces what was there: merging a reload would keep ghosts. */
  async #load(signal: AbortSignal): Promise<void> {
    this.#restoring ??= this.#queue.load().then(() => this.outcomes.wait());
    await this.#restoring;
    signal.throwIfAborted();
    const since = this.#scheduler.now();
    const kept = this.#loaded && this.#reloadCause === 'fingerprint' ? this.#mirror.confirmed : null;
    const { snapshot, states } = await readAnew(this.#options, kept, signal);
    signal.throwIfAborted();
    const known = new Map(states.map((state) => [state.id, state]));
    const later = this.#ahead.settle(since, (id) => known.get(id));
    this.#mirror.reset([...states, ...later], this.#queue.all);
    this.#cursor = snapshot.cursor;
    const again = this.#loaded;
    this.#loaded = true;
    const { project, fingerprint } = snapshot;
    const reloads = this.status().reloads + (again ? 1 : 0);
    this.#refresh({ project, fingerprintServer: fingerprint, reloads });
    this.#fingerprint.begin(this.#mirror.shown, () => this.#refresh());
    this.#records.tell('all');
    if (again) this.#notices.tell({ kind: 'reloaded', cause: this.#reloadCause });
    this.#reloadCause = 'server';
    this.#sender.start();
    this.#adoption.start();
  }

  #event(event: StreamEvent): void {
    switch (event.kind) {
      case 'changes':
        this.#takeIn(event.changes);
        break;
      case 'presence':
        this.#me ??= event.people.find(({ clientId }) => clientId === this.#options.clientId)?.id ?? null;
        this.#presence.set(event);
        break;
      case 'fingerprint':
        if (event.lastEventId !== null) this.#cursor = event.lastEventId;
        this.#compare(event.fingerprint, event.cursor);
        break;
      case 'source':
        this.#ahead.from(event);
        break;
      case 'reload':
      case 'heartbeat':
        break;
    }
    if (event.kind !== 'reload' && event.lastEventId !== null) this.#cursor = event.lastEventId;
  }

  /** A batch is causally complete: it is shown as a whole, whatever came before or comes twice. */
  #takeIn(changes: readonly LiveChange[]): void {
    const notices: Notice[] = [];
    const records = changes.flatMap((change) => change.records as readonly RecordState[]);
    this.#ahead.brings(records, (id) => this.#mirror.confirmed.get(id));
    for (const change of changes) {
      if (this.#queue.isOwn(change.id)) {
        this.#me ??= change.actor.id;
        this.#ahead.arrived(change.id);
        notices.push(...this.#settle(change.id, change.records as readonly RecordState[], change.merges));
        this.#history.correct(change.id, change.operations as readonly AuditEntry[]);
        notices.push(...this.outcomes.logged(change));
      } else if (!this.#told.has(change.id)) {
        this.#serverEdits.arrived(change);
        this.#told.add(change.id);
        notices.push(...this.outcomes.met(change, noticesOfForeign(change, this.#me)));
      }
    }
    this.#rebase(records);
    this.#tell(notices);
    this.#changes.tell(changes);
  }

  #rebase(states: readonly RecordState[]): void {
    const changed = this.#mirror.rebase(states, this.#queue.all);
    this.#refresh();
    this.#records.tell(changed);
  }

  /** The first word of the server on an own mutation, by whichever way it comes. */
  #settle(
    id: string,
    records: readonly RecordState[],
    merges: MutationResponse['merges'],
  ): readonly Notice[] {
    const mutation = this.#queue.get(id);
    if (!mutation) return [];
    const overwritten = merges.filter(({ verdict }) => verdict === 'overwrote');
    const notices = noticesOfOwn(id, merges, this.#me);
    const step = this.#history.answer(mutation, records, overwritten);
    this.#queue.acknowledge(mutation, records, step, this.outcomes.settled(mutation, verdictOf(notices)));
    this.#refresh({ lastSaved: this.#scheduler.now() });
    return notices;
  }

  #acknowledged({ id: mutationId }: PendingMutation, response: MutationResponse): void {
    const { records, merges, retries, elapsedMs } = response;
    const states = records as readonly RecordState[];
    if (this.#queue.get(mutationId)) {
      this.#ahead.add(mutationId, states, (id) => this.#mirror.confirmed.get(id), this.#scheduler.now());
    }
    const notices = this.#settle(mutationId, states, merges);
    this.#rebase(states);
    this.#tell(retries > 0 ? [...notices, { kind: 'retried', mutationId, retries, elapsedMs }] : notices);
  }

  #refused(mutation: PendingMutation, problem: ProblemDocument): void {
    const { id, intent } = mutation;
    this.#forget(mutation, problem);
    for (const later of this.#queue.after(id)) this.#forget(later, notHappened);
    if (intent.kind !== 'edit') this.#history.drop(intent.of);
    this.#rebase([]);
    this.#tell([noticeOfRefused(mutation, problem)]);
    // My role is another now: the snapshot says which.
    if (problem.code === 'read-only-role') this.#connection.dispatch({ kind: 'reload' });
  }

  #forget(mutation: PendingMutation, problem: Problem): void {
    this.#queue.remove(mutation.id, null, this.outcomes.settled(mutation, refusedAs(mutation, problem)));
  }

  #tell(notices: readonly Notice[]): void {
    for (const notice of notices) this.#notices.tell(notice);
    this.outcomes.tellWhenAllIsAnswered();
  }

  /** Compares what is shown, own unconfirmed edits aside, with what is stored at the same cursor. */
  #compare(server: string, cursor: string): void {
    this.#refresh({ fingerprintServer: server });
    if (cursor !== this.#cursor) return;
    if (!this.#ahead.isEmpty) {
      if (this.#ahead.hasLost(this.#scheduler.now())) this.#bug();
      return;
    }
    const fingerprintsAgree = this.#fingerprint.agrees(server, this.#mirror);
    if (!fingerprintsAgree && this.#ahead.isUnsure) return;
    this.#refresh({ fingerprintsAgree });
    if (!fingerprintsAgree) this.#bug();
  }

  #bug(): void {
    this.#refresh({ bugs: this.status().bugs + 1 });
    if (!this.#fingerprint.mayReload()) return;
    this.#reloadCause = 'fingerprint';
    this.#connection.dispatch({ kind: 'reload' });
  }

  #connectionChanged(state: ConnectionState, previous: ConnectionState): void {
    if (this.#outage.isTold) this.outcomes.wait();
    this.#outage.note(state, previous);
    this.#refresh({ connection: state, ...(state.kind === 'live' ? { trouble: null } : {}) });
    this.outcomes.tellWhenAllIsAnswered();
    const { trouble } = this.status();
    if (state.kind === 'failed' && trouble) {
      this.#sender.stop();
      this.#notices.tell({ kind: 'access-lost', problem: trouble });
    }
    if (state.kind !== 'live' && this.people().length > 0) this.#presence.set({ people: [] });
  }

  #trouble(error: unknown): void {
    if (error === null) return;
    if (error instanceof ApiProblem) this.#refresh({ trouble: error.problem });
    // A stream that breaks off while it is read is the network's doing; anything else is ours.
    else if (!(error instanceof TypeError)) this.#refresh({ bugs: this.status().bugs + 1 });
  }

  #accessLost(problem: ProblemDocument): void {
    this.#refresh({ trouble: problem });
    this.#connection.dispatch({ kind: 'access-lost' });
  }

  #storageFailed(): void {
    if (this.status().storageFailed) return;
    this.#refresh({ storageFailed: true });
    this.#notices.tell({ kind: 'storage-failed' });
  }

  /** Brings the status up to date; whoever listens hears of it only when something differs. */
  #refresh(patch: Partial<StoreStatus> = {}): void {
    const { undo, redo } = this.#history.shown;
    const status = this.#status.get();
    const next: StoreStatus = {
      ...status,
      ...patch,
      pendingCount: this.#queue.all.length,
      fingerprintShown: this.#fingerprint.shown,
      canUndo: undo.at(-1)?.label ?? null,
      canRedo: redo.at(-1)?.label ?? null,
    };
    const fields = Object.keys(next) as (keyof StoreStatus)[];
    if (fields.some((field) => next[field] !== status[field])) this.#status.set(next);
  }
}
