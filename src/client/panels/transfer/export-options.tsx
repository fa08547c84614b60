'use client';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ExportTarget } from '../../../core/formats/export-target';
import type { ExportOptions } from '../../../core/formats/postgresql/options';
import { defaultExportOptions, postgresqlVersions } from '../../../core/formats/postgresql/options';
import { namespacesOf } from '../session/derive';
import { useDerived } from '../session/hooks';
import { Button } from '../ui/button';
import { CheckBox } from '../ui/check-box';
import { Select } from '../ui/select';

/** What a new window of the export begins with. */
export const usualTarget: ExportTarget = { format: 'postgresql', version: defaultExportOptions.version };

type PostgresqlTarget = Extract<ExportTarget, { format: 'postgresql' }>;

type Chooses<Target extends ExportTarget = ExportTarget> = {
  readonly target: Target;
  readonly onTarget: (target: ExportTarget) => void;
};

const versions = postgresqlVersions.toReversed();
const targets: readonly { readonly value: string; readonly label: string; readonly target: ExportTarget }[] =
  [
    ...versions.map((version) => ({
      value: String(version),
      label: `PostgreSQL ${version}`,
      target: { format: 'postgresql', version } as const,
    })),
    {
      value: 'aurora-dsql',
      label: 'Aurora DSQL',
      target: { format: 'aurora-dsql', foreignKeys: true },
    },
  ];

/** What the SQL is for, and a button for the rest that can be chosen. */
export function ExportTargetRow({
  target,
  onTarget,
  isOpen,
  onOpen,
}: Chooses & { readonly isOpen: boolean; readonly onOpen: (isOpen: boolean) => void }) {
  return (
    <div className="mr-auto flex w-full items-center justify-between gap-2 sm:w-auto">
      <Select
        aria-label="For which database"
        data-testid="export-target"
        value={target.format === 'postgresql' ? String(target.version) : target.format}
        options={targets}
        onValue={(value) => {
          const chosen = targets.find((one) => one.value === value)?.target;
          if (chosen) onTarget(keepingOptions(chosen, target));
        }}
      />
      <Button
        look="quiet"
        size="small"
        aria-expanded={isOpen}
        aria-controls={optionsId}
        data-testid="export-options"
        onClick={() => onOpen(!isOpen)}
      >
        <SlidersHorizontal aria-hidden className="size-3.5" strokeWidth={1.75} />
        Options
      </Button>
    </div>
  );
}

/** Another version of the same database: what else was chosen stays. */
function keepingOptions(chosen: ExportTarget, before: ExportTarget): ExportTarget {
  return chosen.format === 'postgresql' && before.format === 'postgresql' ? { ...before, ...chosen } : chosen;
}

const optionsId = 'export-options';

/** All else that can be chosen, between the SQL and the buttons. */
export function ExportOptionsPanel({ target, onTarget }: Chooses) {
  return (
    <section
      id={optionsId}
      aria-label="Options"
      className="grid max-h-[34%] shrink-0 content-start gap-x-6 gap-y-3 overflow-y-auto border-t border-line bg-panel px-5 py-3 sm:grid-cols-3"
    >
      {target.format === 'postgresql' ? (
        <PostgresqlOptions target={target} onTarget={onTarget} />
      ) : (
        <CheckBox
          label="Foreign keys"
          hint="Aurora DSQL has not always had them. Those left out are listed."
          isOn={target.foreignKeys}
          isReadOnly={false}
          testId="export-foreign-keys"
          onChange={(foreignKeys) => onTarget({ ...target, foreignKeys })}
        />
      )}
    </section>
  );
}

type Switch = {
  readonly label: string;
  readonly hint?: string;
  readonly testId: string;
  readonly isOn: (options: ExportOptions) => boolean;
  readonly change: (isOn: boolean) => Partial<ExportOptions>;
};

const written: readonly Switch[] = [
  {
    label: 'Comments',
    testId: 'export-comments',
    isOn: ({ comments }) => comments,
    change: (comments) => ({ comments }),
  },
  {
    label: 'Owners',
    testId: 'export-owners',
    isOn: ({ owners }) => owners,
    change: (owners) => ({ owners }),
  },
  {
    label: 'Privileges',
    testId: 'export-grants',
    isOn: ({ grants }) => grants,
    change: (grants) => ({ grants }),
  },
];

const arranged: readonly Switch[] = [
  {
    label: 'A file for each table',
    hint: 'A zip archive; all.sql loads them in their order.',
    testId: 'export-per-table',
    isOn: ({ layout }) => layout === 'per-table',
    change: (isOn) => ({ layout: isOn ? 'per-table' : 'single' }),
  },
  {
    label: 'Indexes in a second file',
    hint: 'Made concurrently, for tables that are in use.',
    testId: 'export-concurrently',
    isOn: ({ indexes }) => indexes === 'concurrently',
    change: (isOn) => ({ indexes: isOn ? 'concurrently' : 'inline' }),
  },
];

function PostgresqlOptions({ target, onTarget }: Chooses<PostgresqlTarget>) {
  return (
    <>
      <Group name="Write">
        <Switches switches={written} target={target} onTarget={onTarget} />
      </Group>
      <Group name="Files">
        <Switches switches={arranged} target={target} onTarget={onTarget} />
      </Group>
      <SchemaChoice target={target} onTarget={onTarget} />
    </>
  );
}

function Switches({
  switches,
  target,
  onTarget,
}: Chooses<PostgresqlTarget> & { readonly switches: readonly Switch[] }) {
  const options = { ...defaultExportOptions, ...target };
  return switches.map(({ label, hint, testId, isOn, change }) => (
    <CheckBox
      key={testId}
      label={label}
      hint={hint}
      testId={testId}
      isOn={isOn(options)}
      isReadOnly={false}
      onChange={(on) => onTarget({ ...target, ...change(on) })}
    />
  ));
}

/** Which schemas: there is something to choose only where there are several, and one always stays. */
function SchemaChoice({ target, onTarget }: Chooses<PostgresqlTarget>) {
  const all = useDerived(namespacesOf, null);
  if (all.length < 2) return null;
  const chosen = all.filter(({ id }) => target.namespaces?.includes(id) ?? true);
  const choose = (id: string, isOn: boolean) => {
    const ids = all.flatMap((one) => ((one.id === id ? isOn : chosen.includes(one)) ? [one.id] : []));
    onTarget({ ...target, namespaces: ids.length === all.length ? undefined : ids });
  };
  return (
    <Group name="Schemas">
      {all.map(({ id, name }) => {
        const isOn = chosen.some((one) => one.id === id);
        return (
          <CheckBox
            key={id}
            label={name}
            testId="export-schema"
            isOn={isOn}
            isReadOnly={isOn && chosen.length === 1}
            onChange={(on) => choose(id, on)}
          />
        );
      })}
    </Group>
  );
}

function Group({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1.5 text-2xs font-medium text-ink-mute">{name}</legend>
      {children}
    </fieldset>
  );
}
