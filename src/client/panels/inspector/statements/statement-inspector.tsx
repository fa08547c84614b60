'use client';
import { clsx } from 'clsx';
import { Trash2 } from 'lucide-react';
import { useId, useRef } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { isLive } from '../../../../core/schema/record';
import { titleOf } from '../../edits/table-edits';
import { changePhase, phaseWords, rewriteStatement, statementProblem } from '../../edits/verbatim-edits';
import { EditorMark } from '../../fields/editor-mark';
import { FieldHint } from '../../fields/field-hint';
import { inputLook } from '../../fields/text-field';
import { useCommittedText } from '../../fields/use-committed-text';
import { useDelete } from '../../project/use-delete';
import { useDerived, useRecord, useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { useFocusRequest } from '../../session/use-focus-request';
import { IconButton } from '../../ui/icon-button';
import { Select } from '../../ui/select';
import { DetailLine } from '../detail-line';
import { InspectorHead } from '../inspector-head';
import { RecordLink } from '../record-link';

type Phase = SchemaRecord<'verbatim'>['body']['phase'];

const phases = (Object.keys(phaseWords) as Phase[]).map((value) => ({ value, label: phaseWords[value] }));

function aboutOf(state: MemoryState, id: string) {
  const about = state.get(state.live(id, 'verbatim')?.body.recordId ?? '');
  return isLive(about) ? { id: about.id, name: titleOf(about, state) } : null;
}

/** A statement that is kept as text: what it is, where export puts it, and the whole of it to be read and edited. */
export function StatementInspector({ id }: { readonly id: string }) {
  const session = useSession();
  const record = useRecord(id, 'verbatim');
  const about = useDerived(aboutOf, id);
  const isReadOnly = useValue(session.isReadOnly);
  const remove = useDelete();
  if (!record) return null;
  const { tag, name, phase } = record.body;
  return (
    <>
      <InspectorHead kind={`${tag.charAt(0).toUpperCase()}${tag.slice(1)}`}>
        {!isReadOnly && (
          <IconButton size="small" icon={Trash2} label={`Delete ${tag}`} onClick={() => remove([id])} />
        )}
      </InspectorHead>
      <div className="flex flex-col gap-2 px-3 pb-3">
        {name !== '' && (
          <p className="truncate font-medium" title={name} data-testid="statement-name">
            {name}
          </p>
        )}
        {about && (
          <DetailLine label="Belongs to">
            <RecordLink id={about.id} name={about.name} />
          </DetailLine>
        )}
        <DetailLine label="Place">
          <Select
            aria-label={`Where export puts ${name || tag}`}
            className="w-full"
            value={phase}
            options={phases}
            disabled={isReadOnly}
            onValue={(chosen) => {
              const next = phases.find(({ value }) => value === chosen);
              if (next) session.run(changePhase(record, next.value));
            }}
          />
        </DetailLine>
        <StatementText record={record} isReadOnly={isReadOnly} />
        <p className="text-2xs text-pretty text-ink-mute">
          Kept as text: export gives it back as it stands.
          {!isReadOnly && ' Leaving the field or Ctrl+Enter saves, Escape takes back.'}
        </p>
      </div>
    </>
  );
}

function StatementText(props: { readonly record: SchemaRecord<'verbatim'>; readonly isReadOnly: boolean }) {
  const { record, isReadOnly } = props;
  const session = useSession();
  const hint = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  useFocusRequest(area, record.id, 'text');
  const place = { recordId: record.id, field: 'text' };
  const field = useCommittedText({
    value: record.body.text,
    isMultiline: true,
    place,
    commit: (text) =>
      statementProblem(text) ?? session.run(rewriteStatement(session.store.state(), record, text)),
  });
  return (
    <div>
      <div className="relative">
        <EditorMark place={place} id={`${hint}-editors`} />
        <textarea
          {...field.inputProps}
          ref={area}
          aria-label={`SQL of ${record.body.name || record.body.tag}`}
          aria-describedby={`${hint} ${hint}-editors`}
          readOnly={isReadOnly}
          spellCheck={false}
          rows={8}
          data-testid="statement-text"
          className={clsx(
            inputLook,
            'field-sizing-content block max-h-[60vh] min-h-40 resize-y overflow-auto py-1.5 font-mono text-xs leading-5 wrap-anywhere',
          )}
        />
      </div>
      <FieldHint id={hint} field={field} />
    </div>
  );
}
