/** When a constraint is checked, as one choice of three (PostgreSQL, CREATE TABLE, DEFERRABLE). */

export type Deferrability = 'immediate' | 'deferrable' | 'deferred';

type Flags = { readonly deferrable?: boolean | undefined; readonly initiallyDeferred?: boolean | undefined };

/** The choice that the two flags of a constraint come to. */
export function deferrabilityOf({ deferrable, initiallyDeferred }: Flags): Deferrability {
  if (initiallyDeferred) return 'deferred';
  return deferrable ? 'deferrable' : 'immediate';
}

/** The two flags of a choice; what is not so is taken away. */
export function deferrabilityPatch(choice: Deferrability): {
  readonly deferrable: true | null;
  readonly initiallyDeferred: true | null;
} {
  return {
    deferrable: choice === 'immediate' ? null : true,
    initiallyDeferred: choice === 'deferred' ? true : null,
  };
}
