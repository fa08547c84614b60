import { clsx } from 'clsx';
import type { CommittedText } from './use-committed-text';

/** What a field has to say below itself: what is wrong with it, or what somebody else made of it meanwhile. */
export function FieldHint(props: {
  readonly id: string;
  readonly field: CommittedText;
  readonly className?: string | undefined;
}) {
  const { id, field, className } = props;
  if (field.problem !== null) {
    return (
      <p id={id} role="alert" className={clsx('mt-1 text-xs text-bad', className)}>
        {field.problem}
      </p>
    );
  }
  if (field.theirs === null) return null;
  return (
    <p id={id} role="status" className={clsx('mt-1 text-xs text-warn', className)}>
      Changed by someone else to “{field.theirs || 'nothing'}”. Escape takes it, Enter keeps yours.
    </p>
  );
}
