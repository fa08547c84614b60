'use client';
import type { SchemaRecord } from '../../../../core/schema/record';
import { change } from '../../edits/change';
import type { Patch } from '../../edits/operations';
import { useSession } from '../../session/project-session';
import { CheckBox } from '../../ui/check-box';
import { FoldedSection } from '../folded-section';
import { OptionalName, OwnerField, StorageField, TablespaceField } from '../storage-fields';

type StorageSectionProps = { readonly table: SchemaRecord<'table'>; readonly isReadOnly: boolean };

/** How PostgreSQL keeps a table, and from whom (CREATE TABLE; ALTER TABLE, ROW LEVEL SECURITY). */
export function StorageSection({ table, isReadOnly }: StorageSectionProps) {
  const session = useSession();
  const { name, unlogged, rowSecurity, forceRowSecurity, owner, storage, tablespace, accessMethod } =
    table.body;
  const run = (patch: Patch<'table'>) => session.run(change(table, name, patch));
  const texts = [owner, storage, tablespace, accessMethod].filter((one) => one !== undefined).length;
  const flags = [unlogged, rowSecurity, forceRowSecurity].filter((one) => one === true).length;
  return (
    <FoldedSection title="Storage and security" set={texts + flags} testId="storage-section">
      <CheckBox
        label="Row security"
        hint="Rows are seen and changed only as policies allow; without any, not at all."
        isOn={rowSecurity ?? false}
        isReadOnly={isReadOnly}
        testId="row-security"
        onChange={(isOn) => run({ rowSecurity: isOn || null })}
      />
      <CheckBox
        label="For its owner, too"
        hint="FORCE ROW LEVEL SECURITY: policies hold for whoever owns the table."
        isOn={forceRowSecurity ?? false}
        isReadOnly={isReadOnly}
        testId="force-row-security"
        onChange={(isOn) => run({ forceRowSecurity: isOn || null })}
      />
      <CheckBox
        label="Unlogged"
        hint="Faster to write, empty after a crash, not replicated."
        isOn={unlogged ?? false}
        isReadOnly={isReadOnly}
        testId="unlogged"
        onChange={(isOn) => run({ unlogged: isOn || null })}
      />
      <OwnerField record={table} isReadOnly={isReadOnly} write={(text) => run({ owner: text })} />
      <StorageField record={table} isReadOnly={isReadOnly} write={(text) => run({ storage: text })} />
      <TablespaceField record={table} isReadOnly={isReadOnly} write={(text) => run({ tablespace: text })} />
      <OptionalName
        label="Method"
        of={`Access method of ${name}`}
        value={accessMethod}
        placeholder="heap"
        isReadOnly={isReadOnly}
        place={{ recordId: table.id, field: 'accessMethod' }}
        write={(text) => run({ accessMethod: text })}
      />
    </FoldedSection>
  );
}
