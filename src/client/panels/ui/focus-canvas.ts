/** The keyboard goes on in the diagram: the arrows move what is selected, Enter renames it. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>('[data-testid="canvas"]')?.focus({ preventScroll: true });
}
