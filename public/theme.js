// Runs before the first paint, so that a chosen theme does not flash as the other one.
// The same key and values as src/client/panels/theme/theme-store.ts; without a choice the system decides.
try {
  const choice = localStorage.getItem('versionzero.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {
  // No storage (private mode, blocked): the system's theme it is.
}
