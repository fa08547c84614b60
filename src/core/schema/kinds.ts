/** Everything a project consists of. Add a kind here, and the compiler lists what it still needs. */
export const recordKinds = [
  'namespace',
  'table',
  'column',
  'primary-key',
  'unique',
  'foreign-key',
  'check',
  'exclusion',
  'index',
  'enum',
  'domain',
  'composite',
  'range',
  'sequence',
  'verbatim',
  'note',
  'area',
  'layout',
  'review-setting',
] as const;

export type RecordKind = (typeof recordKinds)[number];
