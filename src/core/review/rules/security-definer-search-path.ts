import type { Rule } from '../rule';
import { docs } from '../rule';

export const securityDefinerSearchPath: Rule = {
  code: 'security-definer-search-path',
  title: 'SECURITY DEFINER without a search_path',
  severity: 'warning',
  why: 'The function runs with its owner’s rights but looks names up in the caller’s search_path: a caller can put an object of the same name in front and have it run as the owner.',
  docs: docs('sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY'),
  *check(context) {
    for (const statement of context.ofKind('verbatim')) {
      const { tag, text } = statement.body;
      if ((tag !== 'function' && tag !== 'procedure') || !/\bsecurity\s+definer\b/i.test(text)) continue;
      if (/\bset\s+"?search_path"?\s*(=|to\b|from\b)/i.test(text)) continue;
      yield {
        record: statement,
        message: `${context.nameOf(statement)} runs with its owner’s rights and sets no search_path.`,
      };
    }
  },
};
