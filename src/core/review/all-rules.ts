import type { Rule } from './rule';
import { btreeOnDocument } from './rules/btree-on-document';
import { cascadeCycle } from './rules/cascade-cycle';
import { charN } from './rules/char-n';
import { checkAlwaysTrue } from './rules/check-always-true';
import { checkComparesNull } from './rules/check-compares-null';
import { cyclicForeignKeys } from './rules/cyclic-foreign-keys';
import { dateAsText } from './rules/date-as-text';
import { defaultNull } from './rules/default-null';
import { deferrableKey } from './rules/deferrable-key';
import { duplicateForeignKey } from './rules/duplicate-foreign-key';
import { duplicateIndex } from './rules/duplicate-index';
import { duplicateKey } from './rules/duplicate-key';
import { eavShape } from './rules/eav-shape';
import { emptyEnum } from './rules/empty-enum';
import { emptyTable } from './rules/empty-table';
import { floatAmount } from './rules/float-amount';
import { floatKey } from './rules/float-key';
import { foreignKeyToUnique } from './rules/foreign-key-to-unique';
import { foreignKeyTypeMismatch } from './rules/foreign-key-type-mismatch';
import { foreignKeyWithoutIndex } from './rules/foreign-key-without-index';
import { frozenDefault } from './rules/frozen-default';
import { grantToPublic } from './rules/grant-to-public';
import { hashIndex } from './rules/hash-index';
import { idList } from './rules/id-list';
import { indexOnBoolean } from './rules/index-on-boolean';
import { integerPrimaryKey } from './rules/integer-primary-key';
import { internalType } from './rules/internal-type';
import { ipAsText } from './rules/ip-as-text';
import { jsonText } from './rules/json-text';
import { manyIndexes } from './rules/many-indexes';
import { missingComment } from './rules/missing-comment';
import { missingForeignKey } from './rules/missing-foreign-key';
import { mixedNamingStyles } from './rules/mixed-naming-styles';
import { money } from './rules/money';
import { namesDifferByCase } from './rules/names-differ-by-case';
import { noPrimaryKey } from './rules/no-primary-key';
import { notEnforcedConstraint } from './rules/not-enforced-constraint';
import { notNullDomain } from './rules/not-null-domain';
import { notValidConstraint } from './rules/not-valid-constraint';
import { nullableBoolean } from './rules/nullable-boolean';
import { nullablePrimaryKey } from './rules/nullable-primary-key';
import { nullableUnique } from './rules/nullable-unique';
import { partitionedWithoutPartitions } from './rules/partitioned-without-partitions';
import { partlyNullForeignKey } from './rules/partly-null-foreign-key';
import { permanentReferencesUnlogged } from './rules/permanent-references-unlogged';
import { placeholderName } from './rules/placeholder-name';
import { plainPassword } from './rules/plain-password';
import { pluralSingularMix } from './rules/plural-singular-mix';
import { policyWithoutRowSecurity } from './rules/policy-without-row-security';
import { polymorphicPair } from './rules/polymorphic-pair';
import { quotedName } from './rules/quoted-name';
import { randomUuidKey } from './rules/random-uuid-key';
import { redundantIndex } from './rules/redundant-index';
import { repeatedTableName } from './rules/repeated-table-name';
import { reservedWord } from './rules/reserved-word';
import { roundedTimestamp } from './rules/rounded-timestamp';
import { rowSecurityWithoutPolicy } from './rules/row-security-without-policy';
import { securityDefinerSearchPath } from './rules/security-definer-search-path';
import { selfReferenceNotNull } from './rules/self-reference-not-null';
import { sequenceTooSmall } from './rules/sequence-too-small';
import { serial } from './rules/serial';
import { setDefaultWithoutDefault } from './rules/set-default-without-default';
import { setNullOnNotNull } from './rules/set-null-on-not-null';
import { singleLabelEnum } from './rules/single-label-enum';
import { smallintKey } from './rules/smallint-key';
import { tableInheritance } from './rules/table-inheritance';
import { timeWithTimeZone } from './rules/time-with-time-zone';
import { timestampWithoutTimeZone } from './rules/timestamp-without-time-zone';
import { tsvectorWithoutIndex } from './rules/tsvector-without-index';
import { uniqueIndex } from './rules/unique-index';
import { unloggedTable } from './rules/unlogged-table';
import { unrelatedTable } from './rules/unrelated-table';
import { unusedEnum } from './rules/unused-enum';
import { unusedSequence } from './rules/unused-sequence';
import { unusedType } from './rules/unused-type';
import { uuidAsText } from './rules/uuid-as-text';
import { varcharHabit } from './rules/varchar-habit';
import { wideTable } from './rules/wide-table';

/** Every rule of the review, by code. A new one is a file in `rules` and a line here. */
export const allRules: readonly Rule[] = [
  btreeOnDocument,
  cascadeCycle,
  charN,
  checkAlwaysTrue,
  checkComparesNull,
  cyclicForeignKeys,
  dateAsText,
  defaultNull,
  deferrableKey,
  duplicateForeignKey,
  duplicateIndex,
  duplicateKey,
  eavShape,
  emptyEnum,
  emptyTable,
  floatAmount,
  floatKey,
  foreignKeyToUnique,
  foreignKeyTypeMismatch,
  foreignKeyWithoutIndex,
  frozenDefault,
  grantToPublic,
  hashIndex,
  idList,
  indexOnBoolean,
  integerPrimaryKey,
  internalType,
  ipAsText,
  jsonText,
  manyIndexes,
  missingComment,
  missingForeignKey,
  mixedNamingStyles,
  money,
  namesDifferByCase,
  noPrimaryKey,
  notEnforcedConstraint,
  notNullDomain,
  notValidConstraint,
  nullableBoolean,
  nullablePrimaryKey,
  nullableUnique,
  partitionedWithoutPartitions,
  partlyNullForeignKey,
  permanentReferencesUnlogged,
  placeholderName,
  plainPassword,
  pluralSingularMix,
  policyWithoutRowSecurity,
  polymorphicPair,
  quotedName,
  randomUuidKey,
  redundantIndex,
  repeatedTableName,
  reservedWord,
  roundedTimestamp,
  rowSecurityWithoutPolicy,
  securityDefinerSearchPath,
  selfReferenceNotNull,
  sequenceTooSmall,
  serial,
  setDefaultWithoutDefault,
  setNullOnNotNull,
  singleLabelEnum,
  smallintKey,
  tableInheritance,
  timeWithTimeZone,
  timestampWithoutTimeZone,
  tsvectorWithoutIndex,
  uniqueIndex,
  unloggedTable,
  unrelatedTable,
  unusedEnum,
  unusedSequence,
  unusedType,
  uuidAsText,
  varcharHabit,
  wideTable,
];
