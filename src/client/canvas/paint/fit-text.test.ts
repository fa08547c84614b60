import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutName, ellipsize, fitName, lineSpacing } from './fit-text';

const seven = (text: string): number => [...text].length * 7;

describe('fitting texts', () => {
  it('CAN-53: leaves what fits and cuts what does not, as late as possible', () => {
    expect(ellipsize('orders', 42, seven)).toBe('orders');
    expect(ellipsize('orders', 41, seven)).toBe('orde…');
    expect(ellipsize('orders', 0, seven)).toBe('…');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.integer({ min: 7, max: 200 }),
        (text, room) => {
          const cut = ellipsize(text, room, seven);
          expect(seven(cut)).toBeLessThanOrEqual(room);
          if (cut !== text) expect(seven(cut)).toBeGreaterThan(room - 7);
        },
      ),
    );
  });

  it('CAN-53: a large name breaks between its words and fits its box', () => {
    const atOne = (text: string): number => text.length * 0.5;
    const box = { width: 200, height: 300 };
    expect(fitName('customer_order_line', box, 40, atOne).lines).toEqual(['customer_', 'order_line']);
    expect(fitName('customerOrder', { width: 100, height: 300 }, 40, atOne).lines).toEqual([
      'customer',
      'Order',
    ]);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z_]{1,40}$/), (name) => {
        const { lines, size } = fitName(name, box, 40, atOne);
        expect(lines.join('')).toBe(name);
        expect(size).toBeLessThanOrEqual(40);
        expect(lines.length * size * lineSpacing).toBeLessThanOrEqual(300.001);
        for (const line of lines) expect(atOne(line) * size).toBeLessThanOrEqual(200.001);
      }),
    );
  });

  it('CAN-53: a name that would get too small is broken and cut instead', () => {
    const width = (text: string): number => text.length * 5;
    const cut = (name: string, height: number) => cutName(name, { width: 50, height }, 10, width).lines;
    expect(cut('community_report', 25)).toEqual(['community_', 'report']);
    expect(cut('community_report', 12)).toEqual(['community…']);
    expect(cut('notifications', 25)).toEqual(['notificat…']);
    expect(cutName('orders', { width: 9, height: 25 }, 10, width).lines).toEqual([]);
  });
});
