/** The small marks in a table, drawn as strokes so that they are sharp at every size. World units. */
import type { Point } from '../geometry/rect';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** A key, for columns of the primary key. `center` is its middle; about 12 units wide. */
export function drawKey(context: Context, center: Point, color: string): void {
  const { x, y } = center;
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  context.arc(x - 3, y, 2.6, 0, 2 * Math.PI);
  context.moveTo(x - 0.4, y);
  context.lineTo(x + 5.6, y);
  context.lineTo(x + 5.6, y + 2.4);
  context.moveTo(x + 2.8, y);
  context.lineTo(x + 2.8, y + 2);
  context.stroke();
}

/** Two links of a chain, for columns of a foreign key. */
export function drawLink(context: Context, center: Point, color: string): void {
  context.save();
  context.translate(center.x, center.y);
  context.rotate(-Math.PI / 4);
  context.strokeStyle = color;
  context.lineWidth = 1.4;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(-1, -2.3);
  context.lineTo(-3.2, -2.3);
  context.arc(-3.2, 0, 2.3, -Math.PI / 2, Math.PI / 2, true);
  context.lineTo(-1, 2.3);
  context.moveTo(1, -2.3);
  context.lineTo(3.2, -2.3);
  context.arc(3.2, 0, 2.3, -Math.PI / 2, Math.PI / 2);
  context.lineTo(1, 2.3);
  context.moveTo(-1.8, 0);
  context.lineTo(1.8, 0);
  context.stroke();
  context.restore();
}

/** A diamond, for columns that are unique by themselves. */
export function drawDiamond(context: Context, center: Point, color: string): void {
  const { x, y } = center;
  context.strokeStyle = color;
  context.lineWidth = 1.3;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x, y - 3.6);
  context.lineTo(x + 3.6, y);
  context.lineTo(x, y + 3.6);
  context.lineTo(x - 3.6, y);
  context.closePath();
  context.stroke();
}

/** A speech bubble, for tables with a comment. */
export function drawBubble(context: Context, center: Point, color: string): void {
  const { x, y } = center;
  context.strokeStyle = color;
  context.lineWidth = 1.3;
  context.lineJoin = 'round';
  context.beginPath();
  context.roundRect(x - 5, y - 4.5, 10, 7.5, 2);
  context.moveTo(x - 2, y + 3);
  context.lineTo(x - 2, y + 5.2);
  context.lineTo(x + 0.6, y + 3);
  context.stroke();
}

/** A plus sign, 8 units wide. */
export function drawPlus(context: Context, center: Point, color: string): void {
  const { x, y } = center;
  context.strokeStyle = color;
  context.lineWidth = 1.6;
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - 4, y);
  context.lineTo(x + 4, y);
  context.moveTo(x, y - 4);
  context.lineTo(x, y + 4);
  context.stroke();
}
