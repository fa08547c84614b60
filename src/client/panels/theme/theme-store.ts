/** Light or dark: the system's, unless this person chose. The choice is kept in this browser. */

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = 'versionzero.theme';
const listeners = new Set<() => void>();

function isChoice(value: string | null): value is ThemeChoice {
  return themeChoices.some((choice) => choice === value);
}

/** What this person chose, `system` when nothing or when storage cannot be read. */
export function themeChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return isChoice(stored) ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** Applies and remembers a choice. Without storage it holds until the page is closed. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // Not remembered, which is what someone who blocks storage expects.
  }
  applyTheme(choice);
  for (const listener of listeners) listener();
}

function applyTheme(choice: ThemeChoice): void {
  const { dataset } = document.documentElement;
  if (choice === 'system') delete dataset.theme;
  else dataset.theme = choice;
}

function systemQuery(): MediaQueryList {
  return matchMedia('(prefers-color-scheme: dark)');
}

/** Whether the page is dark right now. */
export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? systemQuery().matches : chosen === 'dark';
}

/** Tells of a new choice and of the system changing its mind. Gives back how to stop. */
export function subscribeTheme(listener: () => void): () => void {
  const query = systemQuery();
  listeners.add(listener);
  query.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    query.removeEventListener('change', listener);
  };
}
