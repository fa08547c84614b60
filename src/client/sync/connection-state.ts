import { backoffMs, reconnectBackoff } from './backoff';

/**
 * The connection to one project as a pure state machine: no timers, no network, time and chance come in.
 *
 *   offline ──start/online──▶ connecting ──opened──▶ replaying ──first event──▶ live
 *      ▲                        ▲   │                    │                       │
 *      └── stop, no network ────┴───┴──── closed, timeout, reload ◀──────────────┘
 *   failed: access was lost; only the person can change that.
 */
export type ConnectionState =
  | { readonly kind: 'offline'; readonly cause: 'stopped' | 'network'; readonly memory: Memory }
  | { readonly kind: 'connecting'; readonly step: ConnectingStep; readonly memory: Memory }
  | { readonly kind: 'replaying'; readonly memory: Memory }
  | { readonly kind: 'live'; readonly since: number; readonly memory: Memory }
  | { readonly kind: 'failed'; readonly memory: Memory };

export type ConnectingStep =
  | { readonly kind: 'loading' }
  | { readonly kind: 'opening' }
  /** Between two tries; `until` is when the next one is due. */
  | { readonly kind: 'waiting'; readonly until: number };

type Memory = {
  /** A snapshot is there, so that the stream can go on from its cursor. */
  readonly loaded: boolean;
  /** Tries since it last was live. */
  readonly attempt: number;
  /** What the browser says about the network: a hint only, a server on this machine answers without one. */
  readonly network: 'online' | 'offline';
};

export type ConnectionEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'online' }
  | { readonly kind: 'offline' }
  /** The snapshot has arrived. */
  | { readonly kind: 'loaded' }
  /** The stream answers. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'batch' }
  /** Any other sign of life on the stream. */
  | { readonly kind: 'heartbeat' }
  /** The stream was opened a moment ago and has brought nothing: there is nothing to replay. */
  | { readonly kind: 'settled' }
  /** Nothing was heard for `silenceMs`. */
  | { readonly kind: 'timeout' }
  /** The request in progress (snapshot or stream) ended or failed. */
  | { readonly kind: 'closed' }
  /** The mirror has to be read anew: the cursor is too old, or the fingerprints differ. */
  | { readonly kind: 'reload' }
  | { readonly kind: 'access-lost' }
  | { readonly kind: 'retry-due' };

/** What the driver has to do, in this order. */
export type ConnectionEffect =
  /** Give up the request in progress, if any, and all timers. */
  | { readonly kind: 'close' }
  | { readonly kind: 'load' }
  | { readonly kind: 'open' }
  /** Send `retry-due` after this time. */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** Start (again) to wait for silence: `timeout` after `silenceMs`. */
  | { readonly kind: 'watch' }
  /** Send `settled` after `settleMs`. */
  | { readonly kind: 'settle' }
  /** What is pending may be sent now. */
  | { readonly kind: 'flush' };

export type Transition = { readonly state: ConnectionState; readonly effects: readonly ConnectionEffect[] };
export type Circumstances = { readonly now: number; readonly jitter: number };

/** The server sends a heartbeat at least every 20 s: two missed and some slack. */
export const silenceMs = 45_000;
export const settleMs = 1_000;

export const initialConnection: ConnectionState = {
  kind: 'offline',
  cause: 'stopped',
  memory: { loaded: false, attempt: 0, network: 'online' },
};

type Kind = ConnectionState['kind'];
type StateOf<K extends Kind> = Extract<ConnectionState, { kind: K }>;
type Cell<K extends Kind> = (state: StateOf<K>, circumstances: Circumstances) => Transition;
type Row<K extends Kind> = { readonly [E in ConnectionEvent['kind']]: Cell<K> };
type Table = { readonly [K in Kind]: Row<K> };

const stay = (state: ConnectionState): Transition => ({ state, effects: [] });

/** Begins a try: the snapshot first, when there is none. */
function connect(memory: Memory): Transition {
  return memory.loaded
    ? { state: { kind: 'connecting', step: { kind: 'opening' }, memory }, effects: closing('open') }
    : { state: { kind: 'connecting', step: { kind: 'loading' }, memory }, effects: closing('load') };
}

function closing(next: 'open' | 'load'): readonly ConnectionEffect[] {
  return [{ kind: 'close' }, { kind: next }, { kind: 'watch' }];
}

/** A try has failed or a connection was lost: wait, then try again, also without a network. */
function wait({ memory }: ConnectionState, { now, jitter }: Circumstances): Transition {
  const afterMs = backoffMs(reconnectBackoff, memory.attempt, jitter);
  const later: Memory = { ...memory, attempt: memory.attempt + 1 };
  const state: ConnectionState =
    memory.network === 'offline'
      ? { kind: 'offline', cause: 'network', memory: later }
      : { kind: 'connecting', step: { kind: 'waiting', until: now + afterMs }, memory: later };
  return { state, effects: [{ kind: 'close' }, { kind: 'retry', afterMs }] };
}

const stop = ({ memory }: ConnectionState): Transition => ({
  state: { kind: 'offline', cause: 'stopped', memory: { ...memory, attempt: 0 } },
  effects: [{ kind: 'close' }],
});

const fail = ({ memory }: ConnectionState): Transition => ({
  state: { kind: 'failed', memory: { ...memory, attempt: 0 } },
  effects: [{ kind: 'close' }],
});

const reload = ({ memory }: ConnectionState): Transition => connect({ ...memory, loaded: false });

/** A server that asks for a reload again and again must not be asked in a tight loop. */
function reloadAtStart(state: ConnectionState, circumstances: Circumstances): Transition {
  const memory: Memory = { ...state.memory, loaded: false };
  if (memory.attempt > 1) return wait({ ...state, memory }, circumstances);
  return connect({ ...memory, attempt: memory.attempt + 1 });
}

function withNetwork<State extends ConnectionState>(state: State, network: Memory['network']): State {
  return { ...state, memory: { ...state.memory, network } };
}

const noteOnline = (state: ConnectionState): Transition => stay(withNetwork(state, 'online'));
const noteOffline = (state: ConnectionState): Transition => stay(withNetwork(state, 'offline'));
/** The network has changed under a connection: what it looks like now is found out by trying. */
const loseNetwork = (state: ConnectionState, circumstances: Circumstances): Transition =>
  wait(withNetwork(state, 'offline'), circumstances);
const gainNetwork = ({ memory }: ConnectionState): Transition =>
  connect({ ...memory, network: 'online', attempt: 0 });

const goLive = ({ memory }: ConnectionState, { now }: Circumstances): Transition => ({
  state: { kind: 'live', since: now, memory: { ...memory, attempt: 0 } },
  effects: [{ kind: 'watch' }, { kind: 'flush' }],
});

const alive = (state: ConnectionState): Transition => ({ state, effects: [{ kind: 'watch' }] });

/** Every state knows every event; a late echo of a request that was given up changes nothing. */
const table: Table = {
  offline: {
    start: ({ memory }) => connect({ ...memory, attempt: 0 }),
    stop,
    online: (state) => (state.cause === 'network' ? gainNetwork(state) : noteOnline(state)),
    offline: noteOffline,
    loaded: stay,
    opened: stay,
    batch: stay,
    heartbeat: stay,
    settled: stay,
    timeout: stay,
    closed: stay,
    reload: (state) => stay({ ...state, memory: { ...state.memory, loaded: false } }),
    'access-lost': fail,
    'retry-due': (state) => (state.cause === 'network' ? connect(state.memory) : stay(state)),
  },
  connecting: {
    start: stay,
    stop,
    online: (state) => (state.step.kind === 'waiting' ? gainNetwork(state) : noteOnline(state)),
    offline: loseNetwork,
    loaded: (state) =>
      state.step.kind === 'loading' ? connect({ ...state.memory, loaded: true }) : stay(state),
    opened: (state) =>
      state.step.kind === 'opening'
        ? {
            state: { kind: 'replaying', memory: state.memory },
            effects: [{ kind: 'watch' }, { kind: 'settle' }],
          }
        : stay(state),
    batch: stay,
    heartbeat: stay,
    settled: stay,
    timeout: (state, circumstances) =>
      state.step.kind === 'waiting' ? stay(state) : wait(state, circumstances),
    closed: (state, circumstances) =>
      state.step.kind === 'waiting' ? stay(state) : wait(state, circumstances),
    reload,
    'access-lost': fail,
    'retry-due': (state) => (state.step.kind === 'waiting' ? connect(state.memory) : stay(state)),
  },
  replaying: {
    start: stay,
    stop,
    online: noteOnline,
    offline: loseNetwork,
    loaded: stay,
    opened: stay,
    batch: goLive,
    heartbeat: goLive,
    settled: goLive,
    timeout: wait,
    closed: wait,
    reload: reloadAtStart,
    'access-lost': fail,
    'retry-due': stay,
  },
  live: {
    start: stay,
    stop,
    online: noteOnline,
    offline: loseNetwork,
    loaded: stay,
    opened: stay,
    batch: alive,
    heartbeat: alive,
    settled: stay,
    timeout: wait,
    closed: wait,
    reload,
    'access-lost': fail,
    'retry-due': stay,
  },
  failed: {
    start: ({ memory }) => connect({ ...memory, attempt: 0 }),
    stop,
    online: noteOnline,
    offline: noteOffline,
    loaded: stay,
    opened: stay,
    batch: stay,
    heartbeat: stay,
    settled: stay,
    timeout: stay,
    closed: stay,
    reload: (state) => stay({ ...state, memory: { ...state.memory, loaded: false } }),
    'access-lost': stay,
    'retry-due': stay,
  },
};

/** What an event makes of a state. Total: there is no pair that it does not know. */
export function transition(
  state: ConnectionState,
  event: ConnectionEvent,
  circumstances: Circumstances,
): Transition {
  switch (state.kind) {
    case 'offline':
      return table.offline[event.kind](state, circumstances);
    case 'connecting':
      return table.connecting[event.kind](state, circumstances);
    case 'replaying':
      return table.replaying[event.kind](state, circumstances);
    case 'live':
      return table.live[event.kind](state, circumstances);
    case 'failed':
      return table.failed[event.kind](state, circumstances);
  }
}
