import { describe, expect, it } from 'vitest';
import type { Thumbnail } from '../../../core/protocol/thumbnail';
import { pictureOf, pictureSize } from './thumbnail-picture';

/** Tables in a square grid, each referencing the one before. */
function gridOf(count: number, color: string | null = null): Thumbnail {
  const side = Math.ceil(Math.sqrt(count));
  return {
    tableCount: count,
    tables: Array.from({ length: count }, (_, place) => [
      (place % side) * 400,
      Math.floor(place / side) * 400,
      6,
      color,
    ]),
    relationships: Array.from({ length: count - 1 }, (_, place) => [place + 1, place]),
  };
}

const bodiesIn = (thumbnail: Thumbnail) =>
  pictureOf(thumbnail)
    .tones.map(({ bodies }) => bodies)
    .join('');

/** The upper left corners of the closed shapes of a path. */
const corners = (path: string) =>
  Array.from(path.matchAll(/M([\d.-]+) ([\d.-]+)/g), ([, x, y]) => [Number(x), Number(y)] as const);

describe('thumbnail', () => {
  it('UI-210: one table is in the middle, with rows, and does not fill the picture', () => {
    const { tones, rows } = pictureOf({
      tableCount: 1,
      tables: [[-900, 4_000, 3, 'teal']],
      relationships: [],
    });
    const [body] = corners(tones[0]?.bodies ?? '');
    expect(tones.map(({ color }) => color)).toEqual(['teal']);
    expect(corners(rows)).toHaveLength(6);
    expect(body?.[0]).toBeGreaterThan(pictureSize.width / 4);
    expect(body?.[1]).toBeGreaterThan(pictureSize.height / 8);
  });

  it('UI-210: a thousand tables are a thousand marks within the picture, in few characters', () => {
    const bodies = bodiesIn(gridOf(1_000));
    const marks = corners(bodies);
    expect(marks).toHaveLength(1_000);
    for (const [x, y] of marks) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThan(pictureSize.width);
      expect(y).toBeLessThan(pictureSize.height);
    }
    expect(bodies.length).toBeLessThan(80_000);
  });

  it('UI-210: lines are drawn while they can be told apart', () => {
    expect(corners(pictureOf(gridOf(20)).lines)).toHaveLength(19);
    expect(pictureOf(gridOf(1_000)).lines).toBe('');
  });

  it('UI-210: tables of one colour are one path', () => {
    const [teal, none] = [gridOf(2, 'teal'), gridOf(3)];
    const tables = [...teal.tables, ...none.tables];
    const { tones } = pictureOf({ tableCount: 5, tables, relationships: [] });
    expect(tones.map(({ color, bodies }) => [color, corners(bodies).length])).toEqual([
      ['teal', 2],
      [null, 3],
    ]);
  });

  it('UI-210: tables that nobody has placed stand below the others, none on another', () => {
    const unplaced = [null, null, 2, null] as [null, null, number, null];
    const marks = corners(
      bodiesIn({ tableCount: 4, tables: [[0, 0, 2, null], unplaced, unplaced, unplaced], relationships: [] }),
    );
    const [placed, ...others] = marks;
    for (const [, y] of others) expect(y).toBeGreaterThan(placed?.[1] ?? Number.POSITIVE_INFINITY);
    expect(new Set(marks.map(String)).size).toBe(4);
  });

  it('UI-210: without tables nothing is drawn', () => {
    expect(pictureOf({ tableCount: 0, tables: [], relationships: [] })).toMatchObject({
      tones: [],
      rows: '',
      lines: '',
    });
  });
});
