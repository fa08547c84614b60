import type { Page } from 'playwright-core';
import type { Stage } from './stage';

/** A state of the program that one may want to look at. */
export type Scene = {
  /** The name of the picture: the group first, so that what belongs together stands together. */
  readonly name: string;
  /** Only where side panels are beside the canvas (`wide`), or only where they are sheets (`phone`). */
  readonly on?: 'wide' | 'phone';
  /** Goes there, and gives the page whose picture is taken. */
  readonly play: (stage: Stage) => Promise<Page>;
};
