import type { Problem, ProblemCode } from '../../../core/std/problem';

/** What to do about a refusal, where the server's sentence does not say it already. */
const advice: Readonly<Partial<Record<ProblemCode, string>>> = {
  'name-taken': 'Choose another name.',
  deleted: 'The activity says who did that, and can bring it back.',
  'changed-since': 'Look at the new value and decide again.',
  'read-only-role': 'Ask the owner for a link that allows editing.',
};

/** Why an edit was refused and what to do about it. */
export function withAdvice({ code, detail }: Pick<Problem, 'code' | 'detail'>): string {
  const what = advice[code] ?? '';
  return what === '' || detail.includes(what) ? detail : `${detail} ${what}`;
}
