/**
 * Other people's pointers, as elements over the canvas: they move many times a second, and moving an element
 * does not repaint the diagram. Hidden from assistive technology: the list of people says who is here.
 */

import type { Camera } from '../camera';
import { worldToScreen } from '../camera';
import type { Size } from '../geometry/rect';
import { labelTextColor } from '../paint/contrast';
import { labelFont } from '../paint/fonts';
import type { ScenePerson } from '../scene';
import type { Motion } from './motion';
import { headFor, isMoving, positionAt, resting } from './motion';

type Shown = { readonly element: HTMLElement; readonly motion: Motion; readonly look: string };

export class PeopleLayer {
  readonly #root: HTMLElement;
  readonly #shown = new Map<string, Shown>();
  readonly #reducesMotion: () => boolean;

  /** Puts the layer over the canvas, into its parent, which has to be positioned. */
  constructor(canvas: HTMLCanvasElement, reducesMotion: () => boolean) {
    this.#reducesMotion = reducesMotion;
    this.#root = canvas.ownerDocument.createElement('div');
    this.#root.setAttribute('aria-hidden', 'true');
    Object.assign(this.#root.style, {
      position: 'absolute',
      inset: '0',
      overflow: 'hidden',
      pointerEvents: 'none',
    });
    canvas.after(this.#root);
  }

  setPeople(people: readonly ScenePerson[], nowMs: number): void {
    const ids = new Set(people.map((person) => person.id));
    for (const [id, { element }] of this.#shown) {
      if (ids.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    for (const person of people) this.#show(person, nowMs);
  }

  #show(person: ScenePerson, nowMs: number): void {
    const look = `${person.color} ${person.isAway} ${person.name}`;
    const before = this.#shown.get(person.id);
    const moves = before && !this.#reducesMotion();
    const motion = moves ? headFor(before.motion, person, nowMs) : resting(person);
    if (before?.look === look) {
      this.#shown.set(person.id, { ...before, motion });
      return;
    }
    before?.element.remove();
    const element = cursorElement(this.#root.ownerDocument, person);
    this.#root.append(element);
    this.#shown.set(person.id, { element, motion, look });
  }

  /** Puts every pointer where it is now; gives back whether one is still on its way. */
  update(camera: Camera, viewport: Size, nowMs: number): boolean {
    let moving = false;
    for (const { element, motion } of this.#shown.values()) {
      const { x, y } = worldToScreen(camera, positionAt(motion, nowMs));
      const isInside = x > -40 && y > -40 && x < viewport.width && y < viewport.height;
      element.style.display = isInside ? '' : 'none';
      if (isInside) element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      moving ||= isMoving(motion, nowMs);
    }
    return moving;
  }

  destroy(): void {
    this.#root.remove();
    this.#shown.clear();
  }
}

const svgNamespace = 'http://www.w3.org/2000/svg';

function cursorElement(document: Document, { name, color, isAway }: ScenePerson): HTMLElement {
  const element = document.createElement('div');
  Object.assign(element.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    opacity: isAway ? '0.4' : '1',
    willChange: 'transform',
  });
  const arrow = document.createElementNS(svgNamespace, 'svg');
  arrow.setAttribute('width', '20');
  arrow.setAttribute('height', '22');
  arrow.style.display = 'block';
  const path = document.createElementNS(svgNamespace, 'path');
  path.setAttribute('d', 'M1.5 1.5 L6.6 17.6 L9.6 10.6 L16.9 8.4 Z');
  path.setAttribute('fill', color);
  path.setAttribute('stroke', '#ffffff');
  path.setAttribute('stroke-width', '1.5');
  path.setAttribute('stroke-linejoin', 'round');
  arrow.append(path);
  const label = document.createElement('div');
  label.textContent = name;
  Object.assign(label.style, {
    position: 'absolute',
    left: '13px',
    top: '16px',
    padding: '2px 7px',
    borderRadius: '7px',
    font: labelFont,
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    maxWidth: '180px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    background: color,
    color: labelTextColor(color),
    boxShadow: '0 1px 3px rgba(0, 0, 0, 0.18)',
  });
  element.append(arrow, label);
  return element;
}
