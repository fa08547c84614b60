/** Somebody who wants to know; the answer of `add` takes them off again. */
export class Listeners<Message> {
  readonly #listeners = new Set<(message: Message) => void>();

  readonly add = (listener: (message: Message) => void): (() => void) => {
    // A wrapper of its own, so that one function added twice is told twice and removed once.
    const own = (message: Message): void => listener(message);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  tell(message: Message): void {
    for (const listener of [...this.#listeners]) listener(message);
  }
}
