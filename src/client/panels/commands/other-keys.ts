/**
 * Keys and gestures that are no commands: they mean something in one place only, and only that place hears
 * them. Written down for the window of shortcuts.
 */
export type OtherKey = {
  /** As in `Kbd`, each another way to the same. What is done with the pointer stands among them as a word. */
  readonly keys: readonly string[];
  readonly text: string;
  readonly isEdit?: true;
};

type OtherKeyGroup = { readonly label: string; readonly keys: readonly OtherKey[] };

const canvas: readonly OtherKey[] = [
  { keys: ['Arrows'], text: 'Move the selected tables, or the picture' },
  { keys: ['Shift+Arrows'], text: 'Move them by a single unit' },
  { keys: ['Enter'], text: 'In a new column’s name: the next column', isEdit: true },
  { keys: ['Tab'], text: 'In a column’s name: its type', isEdit: true },
  { keys: ['Mod+A'], text: 'Select all tables' },
  { keys: ['0'], text: 'Zoom to 100%' },
  { keys: ['='], text: 'Zoom in' },
  { keys: ['Backspace'], text: 'Delete', isEdit: true },
  { keys: ['Esc'], text: 'Stop following somebody; let go of what is under way, then of the selection' },
  { keys: ['Space'], text: 'Held: a drag moves the picture' },
];

const pointer: readonly OtherKey[] = [
  { keys: ['Wheel'], text: 'Move the picture, with Shift sideways' },
  { keys: ['Mod+Wheel', 'Pinch'], text: 'Zoom' },
  { keys: ['Drag'], text: 'On nothing: move the picture. On a table: move it' },
  { keys: ['Shift+Drag'], text: 'On nothing: select with a rectangle' },
  { keys: ['Shift+Click'], text: 'Add to the selection, or take out of it' },
  { keys: ['Double-click'], text: 'On nothing: new table. On a name: rename', isEdit: true },
  { keys: ['Drag'], text: 'From the edge of a column to another: foreign key', isEdit: true },
  { keys: ['Right-click'], text: 'What else can be done' },
];

const outline: readonly OtherKey[] = [
  { keys: ['ArrowUp', 'ArrowDown'], text: 'Go from line to line' },
  { keys: ['ArrowRight', 'ArrowLeft'], text: 'Open and close' },
  { keys: ['Home', 'End'], text: 'First and last line' },
  { keys: ['Enter', 'Space'], text: 'Show on the canvas' },
  { keys: ['F2'], text: 'Rename', isEdit: true },
  { keys: ['Del'], text: 'Delete', isEdit: true },
];

const inspector: readonly OtherKey[] = [
  { keys: ['Tab'], text: 'Name, type, flags: from field to field' },
  { keys: ['Enter'], text: 'In a column’s name or type: the next column', isEdit: true },
  { keys: ['ArrowDown', 'ArrowUp'], text: 'In a type: choose from the list', isEdit: true },
  { keys: ['Alt+ArrowUp', 'Alt+ArrowDown'], text: 'Move a column, or a row of a list', isEdit: true },
  { keys: ['Del'], text: 'Take a row out of a list', isEdit: true },
  { keys: ['Esc'], text: 'Take back what was typed', isEdit: true },
];

export const otherKeys: readonly OtherKeyGroup[] = [
  { label: 'On the canvas', keys: canvas },
  { label: 'With mouse or fingers', keys: pointer },
  { label: 'In the outline', keys: outline },
  { label: 'In the inspector', keys: inspector },
];
