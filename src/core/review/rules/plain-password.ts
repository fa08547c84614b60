import type { Rule } from '../rule';
import { docs } from '../rule';

const textTypes: ReadonlySet<string> = new Set(['character', 'character varying', 'text']);

export const plainPassword: Rule = {
  code: 'plain-password',
  title: 'Password in a text column',
  severity: 'info',
  why: 'Keep a salted hash (bcrypt, scrypt, Argon2) and let the name say so, as in password_hash: then nobody has to wonder, and nobody writes the password itself.',
  docs: docs('pgcrypto.html#PGCRYPTO-PASSWORD-HASHING-FUNCS'),
  *check(context) {
    for (const { ownColumns } of context.tables) {
      for (const column of ownColumns) {
        if (!textTypes.has(context.builtIn(column) ?? '')) continue;
        if (!/^(user_?)?(password|passwd|pwd|passphrase)$/i.test(column.body.name)) continue;
        yield {
          record: column,
          message: `${context.nameOf(column)} does not say whether it holds a password or its hash.`,
        };
      }
    }
  },
};
