import { create } from '../../../test/support/operations';
import { applyOperations } from './apply';
import { MemoryState } from './memory-state';
import type { Operation } from './operation';
import type { FieldVersions } from './reader';
import { isLive } from './record';

/** A project in memory to which mutations are applied; knows per field who wrote it last, as the server does. */
export class Project {
  readonly state = new MemoryState();
  readonly #fields = new Map<string, Record<string, [number, string]>>();
  #changes = 0;

  constructor() {
    this.do(create('namespace', { name: 'public' }));
  }

  apply(...operations: readonly Operation[]) {
    const reader = {
      get: (id: string) => this.state.get(id),
      children: (id: string) => this.state.children(id),
      referrers: (id: string) => this.state.referrers(id),
      holder: (scope: string, name: string) => this.state.holder(scope, name),
      fieldVersions: (id: string): FieldVersions => this.#fields.get(id) ?? {},
    };
    return applyOperations(reader, operations);
  }

  /** Applies and keeps the outcome; a refusal fails the test. */
  do(...operations: readonly Operation[]) {
    const applied = this.apply(...operations);
    if (!applied.ok) throw new Error(`${applied.problem.code}: ${applied.problem.detail}`);
    this.#changes += 1;
    for (const { before, after } of applied.value.writes) {
      if (isLive(before) && isLive(after)) this.#stamp(after.id, before.body, after.body, after.version);
    }
    for (const { after } of applied.value.writes) this.state.replace(after);
    return applied.value;
  }

  body(id: string): Record<string, unknown> {
    const state = this.state.get(id);
    if (!isLive(state)) throw new Error(`${id} is not there`);
    return { ...state.body };
  }

  #stamp(id: string, before: object, after: object, version: number): void {
    const fields = this.#fields.get(id) ?? {};
    for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, now] = [Reflect.get(before, field), Reflect.get(after, field)];
      if (JSON.stringify(old) !== JSON.stringify(now)) fields[field] = [version, `change ${this.#changes}`];
    }
    this.#fields.set(id, fields);
  }
}
