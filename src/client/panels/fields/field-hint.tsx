import type { CommittedText } from './use-committed-text';

/** What a field has to say below itself: what is wrong with it, or what somebody else made of it meanwhile. */
export function FieldHint({ id, field }: { readonly id: string; readonly field: CommittedText }) {
  if (field.problem !== null) {
    return (
      <p id={id} role="alert" className="mt-1 text-xs text-bad">
        {field.problem}
      </p>
    );
  }
  if (field.theirs === null) return null;
  return (
    <p id={id} role="status" className="mt-1 text-xs text-warn">
      Changed by someone else to “{field.theirs || 'nothing'}”. Escape takes it, Enter keeps yours.
    </p>
  );
}
