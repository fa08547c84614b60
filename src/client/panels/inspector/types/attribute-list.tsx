'use client';
import { clsx } from 'clsx';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { MemoryState } from '../../../../core/schema/memory-state';
import type { SchemaRecord } from '../../../../core/schema/record';
import { shownType } from '../../../view/column-type';
import { orNothing } from '../../edits/change';
import type { Attribute } from '../../edits/type-edits';
import {
  addAttribute,
  attributeNameProblem,
  changeAttribute,
  deleteAttribute,
  moveAttribute,
} from '../../edits/type-edits';
import { nameProblem } from '../../edits/validate';
import { ComboField } from '../../fields/combo-field';
import { inputLook, TextField } from '../../fields/text-field';
import type { CommitProblem } from '../../fields/use-committed-text';
import { useDerived } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { IconButton } from '../../ui/icon-button';
import { isCollatable, suggestCollations } from '../collations';
import { DetailLine } from '../detail-line';
import { OrderedList } from '../ordered-list';
import { TypeCombo } from './type-combo';

type AttributeListProps = { readonly record: SchemaRecord<'composite'>; readonly isReadOnly: boolean };

const quietLook = 'h-6.5! bg-transparent! ring-0! focus:bg-raised! aria-invalid:ring-1!';

function typesOf(state: MemoryState, id: string): readonly string[] {
  const attributes = state.live(id, 'composite')?.body.attributes ?? [];
  return attributes.map((attribute) => shownType(attribute, state));
}

/** The attributes of a composite type in their order: name and type, the rest behind a button. */
export function AttributeList({ record, isReadOnly }: AttributeListProps) {
  const session = useSession();
  const types = useDerived(typesOf, record.id);
  const { name, attributes } = record.body;
  const add = (text: string): CommitProblem =>
    nameProblem(text) ?? attributeNameProblem(record, text) ?? session.run(addAttribute(record, text));
  return (
    <OrderedList
      label={`Attributes of ${name}`}
      items={attributes.map((attribute) => ({ key: attribute.name, name: attribute.name }))}
      isReadOnly={isReadOnly}
      testId="attributes"
      onMove={(from, to) => session.run(moveAttribute(record, from, to))}
      onRemove={(at) => session.run(deleteAttribute(record, at))}
      row={(_item, at) => {
        const attribute = attributes[at];
        return attribute ? (
          <AttributeRow
            record={record}
            attribute={attribute}
            at={at}
            type={types[at] ?? attribute.type}
            isReadOnly={isReadOnly}
          />
        ) : null;
      }}
    >
      {!isReadOnly && (
        <TextField
          label="Add an attribute"
          isLabelHidden
          value=""
          placeholder="Add an attribute"
          testId="add-attribute"
          className={quietLook}
          commit={add}
        />
      )}
    </OrderedList>
  );
}

type AttributeRowProps = AttributeListProps & {
  readonly attribute: Attribute;
  readonly at: number;
  readonly type: string;
};

function AttributeRow({ record, attribute, at, type, isReadOnly }: AttributeRowProps) {
  const session = useSession();
  const { name, collation, comment } = attribute;
  const [isOpen, setOpen] = useState(false);
  const isSet = collation !== undefined || comment !== undefined;
  const run = (change: Parameters<typeof changeAttribute>[3]): CommitProblem =>
    session.run(changeAttribute(session.store.state(), record, at, change));
  const placeOf = (field: string) => ({ recordId: record.id, field: `attribute ${at} ${field}` });
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,0.9fr)_auto] items-start gap-0.5">
        <TextField
          label={`Name of attribute ${at + 1}`}
          isLabelHidden
          isReadOnly={isReadOnly}
          value={name}
          testId="attribute-name"
          place={placeOf('name')}
          className={quietLook}
          commit={(text) =>
            nameProblem(text) ?? attributeNameProblem(record, text, name) ?? run({ name: text })
          }
        />
        <TypeCombo
          label={`Type of ${name}`}
          value={type}
          isReadOnly={isReadOnly}
          testId="attribute-type"
          place={placeOf('type')}
          className={quietLook}
          commit={(text) => run({ type: text })}
        />
        <IconButton
          size="small"
          icon={SlidersHorizontal}
          label={`Collation and comment of ${name}`}
          aria-expanded={isOpen}
          className={clsx(
            'mt-px group-focus-within/row:opacity-100 group-hover/row:opacity-100',
            !isOpen && !isSet && 'md:opacity-0',
          )}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <div className="flex flex-col gap-1.5 py-1 pl-2">
          {(collation !== undefined || isCollatable(attribute.type)) && (
            <DetailLine label="Collation">
              <ComboField
                label={`Collation of ${name}`}
                value={collation ?? ''}
                placeholder="of the database"
                isReadOnly={isReadOnly}
                commit={(text) => run({ collation: text.trim() || undefined })}
                suggest={suggestCollations}
                className={clsx(inputLook, 'h-7 font-mono text-xs')}
                place={placeOf('collation')}
              />
            </DetailLine>
          )}
          <DetailLine label="Comment">
            <TextField
              label={`Comment of ${name}`}
              isLabelHidden
              isReadOnly={isReadOnly}
              value={comment ?? ''}
              placeholder="What it means"
              place={placeOf('comment')}
              commit={(text) => run({ comment: orNothing(text) ?? undefined })}
            />
          </DetailLine>
        </div>
      )}
    </>
  );
}
