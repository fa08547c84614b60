/** Whose the keyboard is: a field's, a window's, or the page's. */

/** Whether a key or a clipboard event belongs to a field that is being typed in. */
export function isTyping({ target }: Event): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return element?.closest('input:not([type="radio"]), textarea, select, [contenteditable]') != null;
}

/** Whether a window or a menu is in front of the page. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}
