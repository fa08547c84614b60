/** Types of columns: the door to `types/`. */
export { typeCompletions, wellKnownExtensionTypes } from './types/catalog';
export { domainBaseType } from './types/domain';
export { foreignKeyTypesMatch } from './types/foreign-key-types';
export type { DataType } from './types/model';
export { isBuiltInType } from './types/model';
export { parseDataType, readDataType } from './types/parse';
export { normalizeDataType, printDataType } from './types/print';
