import type { Rule } from '../rule';
import { docs } from '../rule';

export const grantToPublic: Rule = {
  code: 'grant-to-public',
  title: 'Privilege for everybody',
  severity: 'warning',
  why: 'PUBLIC is every role there is and every one to come. Whoever may create objects in a schema that others search can put a function or table in front of theirs.',
  docs: docs('ddl-priv.html'),
  *check(context) {
    for (const statement of context.ofKind('verbatim')) {
      if (!/^\s*grant\s/i.test(statement.body.text)) continue;
      const text = statement.body.text.slice(0, 2_000).replace(/\s+/g, ' ').trim();
      const grant = /^grant (.+) on (.+) to (.+?);?$/i.exec(text);
      if (!grant || !/(^|[ ,])public($|[ ,])/i.test(grant[3] ?? '')) continue;
      const [, privileges = '', object = ''] = grant;
      // To look into a schema and to call a function is what PUBLIC mostly has anyway.
      if (
        /^(usage|execute|connect|temporary|temp|select)( privileges)?$/i.test(privileges) &&
        !/^table|^[^ ]+$/i.test(object)
      )
        continue;
      yield { record: statement, message: `Everybody gets ${privileges} on ${object}.` };
    }
  },
};
