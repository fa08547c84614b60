import { describe, expect, it } from 'vitest';
import { columnOf, sevenPerCharacter, tableOf } from '../scene.fixture';
import { columnAt, columnRect, rowRect, tableMetrics, tableSize } from './table-geometry';

const table = tableOf('orders', {}, 3);
const rect = { x: 100, y: 50, ...tableSize(table, sevenPerCharacter) };

describe('table geometry', () => {
  it('CAN-10: short texts give the least width, long ones at most the largest', () => {
    expect(tableSize(table, sevenPerCharacter).width).toBe(tableMetrics.minWidth);
    const long = { ...table, columns: [columnOf('c', { name: 'n'.repeat(80) })] };
    expect(tableSize(long, sevenPerCharacter).width).toBe(tableMetrics.maxWidth);
    const middling = { ...table, name: 'n'.repeat(30) };
    const { width } = tableSize(middling, sevenPerCharacter);
    expect(width).toBe(240);
  });

  it('CAN-10: height is header, rows and foot; an empty table keeps one row', () => {
    expect(tableSize(table, sevenPerCharacter).height).toBe(40 + 3 * 28 + 6);
    expect(tableSize({ ...table, columns: [] }, sevenPerCharacter).height).toBe(40 + 28 + 6);
  });

  it('CAN-90: the quiet line below the columns has room of its own, and widens the table', () => {
    const foot = { ...table, foot: 'partitioned by range (at)' };
    const plain = tableSize(table, sevenPerCharacter);
    expect(tableSize(foot, sevenPerCharacter).height).toBe(plain.height + tableMetrics.traitsHeight);
    expect(tableSize({ ...foot, foot: 'f'.repeat(40) }, sevenPerCharacter).width).toBe(312);
  });

  it('CAN-92: the row of an inherited column is no column to take hold of, but a place for lines', () => {
    const columns = table.columns.map((column, at) => (at === 0 ? { ...column, isInherited: true } : column));
    const heir = { ...table, columns };
    const [first, second] = [rowRect(rect, 0), rowRect(rect, 1)];
    expect(columnAt(heir, rect, { x: first.x + 5, y: first.y + 5 })).toBeNull();
    expect(columnAt(heir, rect, { x: second.x + 5, y: second.y + 5 })).toBe(columns[1]);
    expect(columnRect(heir, rect, columns[0]?.id ?? '')).toEqual(first);
  });

  it('CAN-10: a column is found in its own row and nowhere else', () => {
    for (const [index, column] of table.columns.entries()) {
      const row = rowRect(rect, index);
      expect(columnRect(table, rect, column.id)).toEqual(row);
      expect(columnAt(table, rect, { x: row.x + 5, y: row.y + 1 })).toBe(column);
      expect(columnAt(table, rect, { x: row.x + 5, y: row.y + 27 })).toBe(column);
    }
    expect(columnAt(table, rect, { x: 105, y: 60 })).toBeNull();
    expect(columnAt(table, rect, { x: 105, y: rect.y + rect.height - 1 })).toBeNull();
    expect(columnAt(table, rect, { x: 99, y: rect.y + 60 })).toBeNull();
    expect(columnRect(table, rect, 'elsewhere')).toBeNull();
  });
});
