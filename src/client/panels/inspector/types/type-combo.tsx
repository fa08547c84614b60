'use client';
import { clsx } from 'clsx';
import { useCallback } from 'react';
import { typeProblem } from '../../edits/validate';
import { ComboField } from '../../fields/combo-field';
import { inputLook } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { ownTypesOf } from '../../session/derive';
import { useDerived } from '../../session/hooks';
import type { FieldPlace } from '../../session/use-editing';
import { suggestTypes } from '../type-suggestions';

/** A field for a type, with PostgreSQL's and the project's own as suggestions. */
export function TypeCombo(props: {
  readonly label: string;
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly testId: string;
  readonly place?: FieldPlace;
  readonly className?: string;
  readonly commit: (type: string) => CommitProblem;
}) {
  const { label, value, isReadOnly, testId, place, className, commit } = props;
  const ownTypes = useDerived(ownTypesOf, null);
  const suggest = useCallback((typed: string) => suggestTypes(typed, ownTypes), [ownTypes]);
  return (
    <ComboField
      label={label}
      value={value}
      isReadOnly={isReadOnly}
      commit={(text) => typeProblem(text) ?? commit(text)}
      suggest={suggest}
      className={clsx(inputLook, 'h-7 font-mono text-xs', className)}
      testId={testId}
      {...(place && { place })}
    />
  );
}
