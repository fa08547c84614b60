/** One value that components can subscribe to. */
export type ValueStore<Value> = {
  get(): Value;
  /** Tells listeners only when the value is another one. */
  set(value: Value): void;
  subscribe(listener: () => void): () => void;
};

export function createValueStore<Value>(initial: Value): ValueStore<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
