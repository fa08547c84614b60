/** F6 goes from part to part of the page, as in desktop programs: outline, canvas, inspector (or activity, or problems). */

type Region = { readonly element: HTMLElement; readonly entry: HTMLElement };

/** Where each part is, and what in it takes the keyboard: the first that is there. */
const regions: readonly (readonly [region: string, ...entries: string[]])[] = [
  ['aside[aria-label="Outline"]', '[role="tree"]'],
  ['[data-testid="canvas"]', '[data-testid="canvas"]'],
  ['aside[aria-label="Inspector"]', 'input', 'button'],
  ['aside[aria-label="Activity"]', 'ol [tabindex="0"]', 'input'],
  ['aside[aria-label="Problems"]', 'ul [tabindex="0"]', 'input'],
];

/** The parts that are shown and have something to take the keyboard. */
function shownRegions(): readonly Region[] {
  return regions.flatMap(([region, ...entries]) => {
    const element = document.querySelector<HTMLElement>(region);
    if (!element || element.getClientRects().length === 0) return [];
    const [entry = null] = entries
      .map((one) => (element.matches(one) ? element : element.querySelector<HTMLElement>(one)))
      .filter((found) => found !== null);
    return entry ? [{ element, entry }] : [];
  });
}

/** Gives the keyboard to the next part of the page, or to the one before. */
export function focusNextRegion(step: 1 | -1): void {
  const shown = shownRegions();
  const active = document.activeElement;
  const here = shown.findIndex(({ element }) => active !== null && element.contains(active));
  const from = here < 0 && step === -1 ? 0 : here;
  shown[(from + step + shown.length) % shown.length]?.entry.focus();
}
