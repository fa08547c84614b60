import { scopes } from '../../core/schema/names';
import type { StateReader } from '../../core/schema/reader';
import type { ImportRequest } from './requests';

/** What importing needs to know of the project that a script goes into, whichever way it is read. */
export function importContext({ namespaces, idPrefix }: Pick<ImportRequest, 'namespaces' | 'idPrefix'>): {
  readonly mintId: () => string;
  readonly existing: Pick<StateReader, 'holder'>;
} {
  let minted = 0;
  return {
    mintId: () => {
      minted += 1;
      // Joined, not added: V8 keeps a sum in two parts, and each look-up of the id would go through both.
      return [idPrefix, minted.toString(16).padStart(12, '0')].join('');
    },
    existing: {
      holder: (scope, name) =>
        // A schema may be called "constructor", which every object seems to have.
        scope === scopes.namespaces && Object.hasOwn(namespaces, name) ? namespaces[name] : undefined,
    },
  };
}
