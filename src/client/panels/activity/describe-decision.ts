/** What a project decides about the rules of the review, in the words of the activity. */
import type { NameOf } from './names';
import { titlePart } from './names';
import type { Phrase } from './phrase';
import { phrase, value } from './phrase';

type Body = Readonly<Record<string, unknown>>;

/** What the project decides about a rule of the review: ignored, and why, or how grave it is. */
export function describeDecision(body: Body, nameOf: NameOf): Phrase {
  const rule = value(String(body.rule ?? ''));
  const place = placeOf(body, nameOf);
  if (body.severity !== 'ignored') {
    return phrase`let the review report ${rule}${place} as ${value(String(body.severity ?? ''))}`;
  }
  const reason = typeof body.reason === 'string' && body.reason !== '' ? `: “${oneLine(body.reason)}”` : '';
  return phrase`ignored ${rule}${place} in the review${reason}`;
}

/** The rule counts again as it does of itself. */
export function describeDecisionTakenBack(body: Body, nameOf: NameOf): Phrase {
  return phrase`let the review report ${value(String(body.rule ?? ''))}${placeOf(body, nameOf)} again`;
}

/** ` at orders.total`, or nothing for everywhere. */
function placeOf(body: Body, nameOf: NameOf): Phrase {
  if (typeof body.recordId !== 'string') return phrase``;
  return phrase` at ${titlePart(nameOf(body.recordId))}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
