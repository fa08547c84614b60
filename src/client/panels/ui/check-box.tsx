import type { ReactNode } from 'react';

type CheckBoxProps = {
  readonly label: string;
  /** What it comes to, where the words alone do not say it. */
  readonly hint?: ReactNode;
  readonly isOn: boolean;
  readonly isReadOnly: boolean;
  readonly testId?: string;
  readonly onChange: (isOn: boolean) => void;
};

/** Something that is on or off, with a sentence under it. */
export function CheckBox({ label, hint, isOn, isReadOnly, testId, onChange }: CheckBoxProps) {
  return (
    <label className="flex items-start gap-2 text-xs text-ink-soft">
      <input
        type="checkbox"
        className="mt-0.5 shrink-0 accent-accent"
        checked={isOn}
        disabled={isReadOnly}
        data-testid={testId}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        {label}
        {hint && <span className="block text-2xs text-pretty text-ink-mute">{hint}</span>}
      </span>
    </label>
  );
}
