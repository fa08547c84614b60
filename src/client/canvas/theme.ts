/**
 * The colours of the surface, for light and dark. Text colours keep a contrast of 4.5 : 1 or more on what they
 * stand on, marks and outlines 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11); `theme.test.ts` computes it.
 */

/** The colours a table may have; the stored value is the name, each theme has its own shade of it. */
export const paletteNames = [
  'slate',
  'red',
  'orange',
  'amber',
  'green',
  'teal',
  'sky',
  'blue',
  'indigo',
  'violet',
  'pink',
] as const;

export type PaletteName = (typeof paletteNames)[number];

/** A table colour: the strip on top, the header behind the name, the block seen from afar, the text on it. */
export type TableTone = {
  readonly strip: string;
  readonly header: string;
  readonly block: string;
  readonly blockText: string;
};

export type CanvasTheme = {
  /** Bitmaps are cached per theme by this name. */
  readonly name: string;
  readonly background: string;
  readonly gridDot: string;
  readonly tableFill: string;
  readonly tableBorder: string;
  readonly tableShadow: string;
  readonly rowLine: string;
  readonly text: string;
  readonly mutedText: string;
  readonly skeleton: string;
  readonly primaryKey: string;
  readonly foreignKey: string;
  readonly unique: string;
  readonly relationship: string;
  readonly accent: string;
  readonly accentText: string;
  /** The lines of alignment while dragging. */
  readonly guide: string;
  /** Laid over a row or a header, translucent. */
  readonly hoverTint: string;
  readonly accentTint: string;
  readonly neutral: TableTone;
  readonly palette: Readonly<Record<PaletteName, TableTone>>;
};

function tone(strip: string, header: string, block: string, blockText: string): TableTone {
  return { strip, header, block, blockText };
}

export const lightTheme: CanvasTheme = {
  name: 'light',
  background: '#f7f8fa',
  gridDot: '#c9ced8',
  tableFill: '#ffffff',
  tableBorder: '#dfe3ea',
  tableShadow: 'rgba(22, 29, 47, 0.10)',
  rowLine: '#f0f2f5',
  text: '#161a23',
  mutedText: '#5c6577',
  skeleton: '#e6e9ef',
  primaryKey: '#b4690e',
  foreignKey: '#5661d1',
  unique: '#667085',
  relationship: '#838ca0',
  accent: '#4c58d6',
  accentText: '#ffffff',
  guide: '#d6438f',
  hoverTint: 'rgba(31, 41, 75, 0.045)',
  accentTint: 'rgba(76, 88, 214, 0.10)',
  neutral: tone('#98a2b3', '#f7f8fa', '#e4e8ef', '#2b3344'),
  palette: {
    slate: tone('#667085', '#f2f4f7', '#d9dfe8', '#27303f'),
    red: tone('#e5484d', '#fff1f1', '#fbd3d4', '#7a1b20'),
    orange: tone('#ef6c1a', '#fff3ea', '#fcd9bf', '#74300a'),
    amber: tone('#e3a008', '#fff8e1', '#fae3a2', '#5f4206'),
    green: tone('#2f9e5b', '#edf9f1', '#c3e9d1', '#12492a'),
    teal: tone('#0f9b94', '#e9f8f7', '#bce8e5', '#0b4744'),
    sky: tone('#0c98d6', '#e9f6fd', '#bde3f7', '#0a4462'),
    blue: tone('#2f6fed', '#edf3ff', '#c8dafc', '#173a7e'),
    indigo: tone('#5661d1', '#eff0ff', '#d2d6fb', '#2a3084'),
    violet: tone('#8650e0', '#f5efff', '#e0d1fb', '#46207f'),
    pink: tone('#d6438f', '#fff0f7', '#f8cde2', '#731a49'),
  },
};

export const darkTheme: CanvasTheme = {
  name: 'dark',
  background: '#0e0f13',
  gridDot: '#2f333d',
  tableFill: '#181a20',
  tableBorder: '#2c303a',
  tableShadow: 'rgba(0, 0, 0, 0.45)',
  rowLine: '#20232b',
  text: '#eef0f4',
  mutedText: '#98a0b0',
  skeleton: '#2a2e38',
  primaryKey: '#e2a94a',
  foreignKey: '#8f98f5',
  unique: '#98a0b0',
  relationship: '#646c7d',
  accent: '#8791f7',
  accentText: '#0e0f13',
  guide: '#ee74b0',
  hoverTint: 'rgba(214, 222, 255, 0.05)',
  accentTint: 'rgba(135, 145, 247, 0.16)',
  neutral: tone('#667085', '#1d2027', '#2b303b', '#d8dde7'),
  palette: {
    slate: tone('#8a94a8', '#20242c', '#353c49', '#e1e6ef'),
    red: tone('#f2666b', '#2c1b1f', '#552529', '#ffd5d6'),
    orange: tone('#f58a42', '#2c2019', '#553219', '#ffdcc4'),
    amber: tone('#eab93c', '#292418', '#4d3d12', '#fbe6ac'),
    green: tone('#4cc27b', '#18271f', '#1c4630', '#c4f0d4'),
    teal: tone('#35c0b8', '#162726', '#144543', '#baeeea'),
    sky: tone('#41b8ee', '#162530', '#143f57', '#c0e8fb'),
    blue: tone('#6d9df8', '#1a2233', '#22396b', '#d2e1ff'),
    indigo: tone('#8791f7', '#1e2035', '#30356f', '#dcdfff'),
    violet: tone('#ab83f2', '#241d35', '#432b6d', '#e8dbff'),
    pink: tone('#ee74b0', '#2d1b26', '#58233f', '#ffd3e8'),
  },
};

function isPaletteName(name: string): name is PaletteName {
  return paletteNames.some((known) => known === name);
}

/** The tone for a stored colour name; neutral for none and for names this version does not know. */
export function toneOf(theme: CanvasTheme, color: string | null): TableTone {
  return color !== null && isPaletteName(color) ? theme.palette[color] : theme.neutral;
}
