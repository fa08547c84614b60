import { Listeners } from './listeners';

/** A value that is replaced, never changed, and those who follow it. */
export class Followed<Value> {
  #value: Value;
  readonly #listeners = new Listeners<Value>();

  constructor(initial: Value) {
    this.#value = initial;
  }

  readonly get = (): Value => this.#value;
  readonly subscribe = this.#listeners.add;

  set(value: Value): void {
    this.#value = value;
    this.#listeners.tell(value);
  }
}
