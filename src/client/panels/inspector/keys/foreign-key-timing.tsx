'use client';
import type { SchemaRecord } from '../../../../core/schema/record';
import { change } from '../../edits/change';
import { deferrabilityOf, deferrabilityPatch } from '../../edits/deferrability';
import { useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { DeferrabilitySelect } from './deferrability-field';

/** When a foreign key is checked. */
export function ForeignKeyTiming({ foreignKey }: { readonly foreignKey: SchemaRecord<'foreign-key'> }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { name } = foreignKey.body;
  return (
    <div className="mt-2 grid grid-cols-[84px_minmax(0,1fr)] items-center gap-2">
      <span className="text-xs text-ink-mute">Checked</span>
      <DeferrabilitySelect
        name={name}
        value={deferrabilityOf(foreignKey.body)}
        isReadOnly={isReadOnly}
        onChange={(choice) => session.run(change(foreignKey, name, deferrabilityPatch(choice)))}
      />
    </div>
  );
}
