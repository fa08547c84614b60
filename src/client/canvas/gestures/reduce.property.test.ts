import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { key, keyUp, onColumn, onHandle, onNothing, onTable, Player, pointer } from './gesture.fixture';
import type { GestureEvent } from './types';

const hit = fc.constantFrom(
  onNothing,
  onTable('a'),
  onTable('b'),
  onColumn('a', 'a.1'),
  onHandle('b', 'b.0'),
);
const place = fc.integer({ min: 0, max: 40 });
const event: fc.Arbitrary<GestureEvent> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('pointer-down' as const, 'pointer-move' as const, 'pointer-up' as const),
      place,
      place,
      hit,
      fc.record({
        pointerId: fc.constantFrom(1, 2),
        isTouch: fc.boolean(),
        button: fc.constantFrom(0, 1, 2),
      }),
    )
    .map(([kind, x, y, at, more]) => pointer(kind, x, y, at, more)),
  fc.constantFrom('ArrowUp', 'ArrowLeft', 'Escape', ' ', 'Delete').map((name) => key(name)),
  fc.constantFrom('ArrowUp', ' ').map(keyUp),
  fc.constantFrom<GestureEvent>({ kind: 'blur' }, { kind: 'pointer-cancel', pointerId: 1 }),
);

describe('gestures in any order', () => {
  it('CAN-32, CAN-35: every drag ends in one commit or none, and escape always leads to rest', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const player = new Player().play(...events);
        player.play(key('Escape'));
        expect(player.state.mode.kind).toBe('idle');
        let isUnderWay = false;
        for (const effect of player.effects) {
          if (effect.kind === 'drag') isUnderWay = true;
          if (effect.kind === 'drop') {
            expect(isUnderWay).toBe(true);
            isUnderWay = false;
          }
          if (effect.kind === 'drag-cancel') isUnderWay = false;
        }
        expect(isUnderWay).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
