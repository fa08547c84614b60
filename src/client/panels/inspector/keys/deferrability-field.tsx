'use client';
import type { Deferrability } from '../../edits/deferrability';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';

const choices = [
  { value: 'immediate', label: 'At once' },
  { value: 'deferrable', label: 'At once, can be deferred' },
  { value: 'deferred', label: 'At the end of the transaction' },
] as const;

type DeferrabilityProps = {
  readonly name: string;
  readonly value: Deferrability;
  readonly isReadOnly: boolean;
  readonly onChange: (value: Deferrability) => void;
};

/** When a constraint is checked (DEFERRABLE, INITIALLY DEFERRED), as a line of details. */
export function DeferrabilityField(props: DeferrabilityProps) {
  return (
    <DetailLine label="Checked">
      <DeferrabilitySelect {...props} />
    </DetailLine>
  );
}

/** The choice alone. */
export function DeferrabilitySelect({ name, value, isReadOnly, onChange }: DeferrabilityProps) {
  return (
    <Select
      aria-label={`When ${name} is checked`}
      className="w-full"
      value={value}
      options={choices}
      disabled={isReadOnly}
      onValue={(chosen) => {
        const choice = choices.find((one) => one.value === chosen);
        if (choice) onChange(choice.value);
      }}
    />
  );
}
