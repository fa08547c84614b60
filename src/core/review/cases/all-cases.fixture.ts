import type { Cases } from './case.fixture';
import { foreignKeyCases } from './foreign-keys.fixture';
import { keyCases } from './keys.fixture';
import { tableCases } from './tables.fixture';
import { typeCases } from './types.fixture';

/** For every rule, by its code, where it fires and where it must not. */
export const allCases: Cases = { ...keyCases, ...foreignKeyCases, ...typeCases, ...tableCases };
