/** Every state of the program. A new state is a new scene in its group's file. */
import type { Scene } from './scene';
import { activityScenes } from './scenes/activity';
import { canvasScenes } from './scenes/canvas';
import { connectionScenes } from './scenes/connection';
import { familyScenes } from './scenes/families';
import { panelScenes } from './scenes/panels';
import { reviewScenes } from './scenes/review';
import { startScenes } from './scenes/start';
import { togetherScenes } from './scenes/together';
import { transferScenes } from './scenes/transfer';
import { windowScenes } from './scenes/windows';

export const allScenes: readonly Scene[] = [
  ...startScenes,
  ...canvasScenes,
  ...panelScenes,
  ...familyScenes,
  ...windowScenes,
  ...transferScenes,
  ...activityScenes,
  ...reviewScenes,
  ...togetherScenes,
  ...connectionScenes,
];
