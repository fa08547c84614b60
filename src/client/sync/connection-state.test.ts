import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConnectionEvent, ConnectionState, Transition } from './connection-state';
import { initialConnection, transition } from './connection-state';

const circumstances = { now: 1_000, jitter: 0.5 };
const memory = { loaded: true, attempt: 0, network: 'online' } as const;

const states = {
  stopped: { kind: 'offline', cause: 'stopped', memory },
  unplugged: { kind: 'offline', cause: 'network', memory: { ...memory, network: 'offline' } },
  loading: { kind: 'connecting', step: { kind: 'loading' }, memory: { ...memory, loaded: false } },
  opening: { kind: 'connecting', step: { kind: 'opening' }, memory },
  waiting: { kind: 'connecting', step: { kind: 'waiting', until: 2_000 }, memory },
  replaying: { kind: 'replaying', memory },
  live: { kind: 'live', since: 0, memory },
  failed: { kind: 'failed', memory },
} as const satisfies Record<string, ConnectionState>;

type StateName = keyof typeof states;
type EventKind = ConnectionEvent['kind'];

const stopped = 'stopped: close';
const failed = 'failed: close';
const loading = 'loading: close load watch';
const opening = 'opening: close open watch';
const waiting = 'waiting: close retry';
const unplugged = 'unplugged: close retry';
const live = 'live: watch flush';
const still = 'watch';

/** What becomes of every state at every event; '' where nothing happens. */
const cells: Record<StateName, Record<EventKind, string>> = {
  stopped: {
    start: opening,
    stop: stopped,
    online: '',
    offline: '',
    loaded: '',
    opened: '',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: '',
    closed: '',
    reload: '',
    'access-lost': failed,
    'retry-due': '',
  },
  unplugged: {
    start: opening,
    stop: stopped,
    online: opening,
    offline: '',
    loaded: '',
    opened: '',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: '',
    closed: '',
    reload: '',
    'access-lost': failed,
    'retry-due': opening,
  },
  loading: {
    start: '',
    stop: stopped,
    online: '',
    offline: unplugged,
    loaded: opening,
    opened: '',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: waiting,
    closed: waiting,
    reload: loading,
    'access-lost': failed,
    'retry-due': '',
  },
  opening: {
    start: '',
    stop: stopped,
    online: '',
    offline: unplugged,
    loaded: '',
    opened: 'replaying: watch settle',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: waiting,
    closed: waiting,
    reload: loading,
    'access-lost': failed,
    'retry-due': '',
  },
  waiting: {
    start: '',
    stop: stopped,
    online: opening,
    offline: unplugged,
    loaded: '',
    opened: '',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: '',
    closed: '',
    reload: loading,
    'access-lost': failed,
    'retry-due': opening,
  },
  replaying: {
    start: '',
    stop: stopped,
    online: '',
    offline: unplugged,
    loaded: '',
    opened: '',
    batch: live,
    heartbeat: live,
    settled: live,
    timeout: waiting,
    closed: waiting,
    reload: loading,
    'access-lost': failed,
    'retry-due': '',
  },
  live: {
    start: '',
    stop: stopped,
    online: '',
    offline: unplugged,
    loaded: '',
    opened: '',
    batch: still,
    heartbeat: still,
    settled: '',
    timeout: waiting,
    closed: waiting,
    reload: loading,
    'access-lost': failed,
    'retry-due': '',
  },
  failed: {
    start: opening,
    stop: stopped,
    online: '',
    offline: '',
    loaded: '',
    opened: '',
    batch: '',
    heartbeat: '',
    settled: '',
    timeout: '',
    closed: '',
    reload: '',
    'access-lost': '',
    'retry-due': '',
  },
};

function nameOf(state: ConnectionState): StateName {
  switch (state.kind) {
    case 'offline':
      return state.cause === 'stopped' ? 'stopped' : 'unplugged';
    case 'connecting':
      return state.step.kind;
    default:
      return state.kind;
  }
}

function print(from: StateName, { state, effects }: Transition): string {
  const done = effects.map((effect) => effect.kind).join(' ');
  const to = nameOf(state);
  return to === from && !['close'].includes(effects[0]?.kind ?? '') ? done : `${to}: ${done}`;
}

const eventKinds = Object.keys(cells.live) as EventKind[];
const send = (state: ConnectionState, kind: EventKind) => transition(state, { kind }, circumstances);

describe('connection state', () => {
  for (const name of Object.keys(cells) as StateName[]) {
    it.each(eventKinds)(`SYNC-10: ${name} at %s`, (event) => {
      expect(print(name, send(states[name], event))).toBe(cells[name][event]);
    });
  }

  it('SYNC-11: goes from nothing to live, and reads the snapshot once', () => {
    let state: ConnectionState = initialConnection;
    const effects: string[] = [];
    for (const kind of [
      'start',
      'loaded',
      'opened',
      'batch',
      'closed',
      'retry-due',
      'opened',
      'heartbeat',
    ] as const) {
      const next = send(state, kind);
      state = next.state;
      effects.push(...next.effects.map((effect) => effect.kind));
    }
    expect(state.kind).toBe('live');
    expect(effects.filter((effect) => effect === 'load')).toHaveLength(1);
    expect(effects.filter((effect) => effect === 'open')).toHaveLength(2);
  });

  it('SYNC-12: waits longer after each failure, never beyond the cap, and forgets it when live', () => {
    let state: ConnectionState = states.opening;
    const waits: number[] = [];
    for (let failure = 0; failure < 40; failure += 1) {
      const lost = send(state, 'closed');
      for (const effect of lost.effects) if (effect.kind === 'retry') waits.push(effect.afterMs);
      state = send(lost.state, 'retry-due').state;
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThan(500);
    expect(Math.max(...waits.slice(0, 30))).toBeLessThanOrEqual(1_200);
    expect(waits[30]).toBeGreaterThan(1_200);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    const connected = send(send(state, 'opened').state, 'heartbeat').state;
    expect(connected.memory.attempt).toBe(0);
  });

  it('SYNC-13: goes on trying when the browser says that there is no network', () => {
    const lost = send(states.live, 'offline');
    expect(lost.state.kind).toBe('offline');
    const again = send(lost.state, 'retry-due').state;
    expect(nameOf(again)).toBe('opening');
    expect(send(again, 'closed').state.kind).toBe('offline');
    expect(send(send(again, 'opened').state, 'heartbeat').state.kind).toBe('live');
  });

  it('SYNC-14: does not reload in a tight loop', () => {
    let state: ConnectionState = states.replaying;
    let waited = false;
    for (let round = 0; round < 4 && !waited; round += 1) {
      const next = send(state, 'reload');
      waited = next.effects.some((effect) => effect.kind === 'retry');
      state = send(send(next.state, 'loaded').state, 'opened').state;
    }
    expect(waited).toBe(true);
  });

  it('SYNC-10: no sequence of events leaves more than one request or wait behind', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventKinds), { maxLength: 40 }), (events) => {
        let state: ConnectionState = initialConnection;
        let busy = 0;
        for (const event of events) {
          const next = send(state, event);
          for (const effect of next.effects) {
            if (effect.kind === 'close') busy = 0;
            if (effect.kind === 'load' || effect.kind === 'open' || effect.kind === 'retry') busy += 1;
          }
          state = next.state;
          expect(busy).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
