'use client';
import type { ExportOptions as AllOptions } from '../../../core/formats/postgresql/options';
import { defaultExportOptions, postgresqlVersions } from '../../../core/formats/postgresql/options';
import { Select } from '../ui/select';

/** How the SQL is to be written. */
export type ExportOptions = Pick<AllOptions, 'version'>;

export const usualOptions: ExportOptions = { version: defaultExportOptions.version };

const versions = postgresqlVersions.toReversed();
const choices = versions.map((version) => ({ value: String(version), label: `PostgreSQL ${version}` }));

/** What can be chosen about an export, in one row. */
export function ExportOptionsRow({
  options,
  onOptions,
}: {
  readonly options: ExportOptions;
  readonly onOptions: (options: ExportOptions) => void;
}) {
  return (
    <div className="mr-auto flex items-center gap-2">
      <Select
        aria-label="For which version"
        value={String(options.version)}
        options={choices}
        onValue={(value) => {
          const version = versions.find((one) => String(one) === value);
          if (version !== undefined) onOptions({ ...options, version });
        }}
      />
    </div>
  );
}
