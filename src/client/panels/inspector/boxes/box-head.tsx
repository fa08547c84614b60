'use client';
import { Trash2 } from 'lucide-react';
import type { Box } from '../../edits/box-edits';
import { colorBox } from '../../edits/box-edits';
import { useDelete } from '../../project/use-delete';
import { useValue } from '../../session/hooks';
import { useSession } from '../../session/project-session';
import { IconButton } from '../../ui/icon-button';
import { InspectorHead } from '../inspector-head';
import { Swatches } from '../swatches';

/** The top of the inspector of a note or area. */
export function BoxHead({ box }: { readonly box: Box }) {
  const isReadOnly = useValue(useSession().isReadOnly);
  const remove = useDelete();
  return (
    <InspectorHead kind={box.kind === 'note' ? 'Note' : 'Area'}>
      {!isReadOnly && (
        <IconButton
          size="small"
          icon={Trash2}
          label={`Delete ${box.kind}`}
          onClick={() => remove([box.id])}
        />
      )}
    </InspectorHead>
  );
}

export function BoxColor({ box }: { readonly box: Box }) {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  return (
    <Swatches
      group={box.id}
      current={box.body.color ?? null}
      isReadOnly={isReadOnly}
      choose={(color) => session.run(colorBox(box, color))}
    />
  );
}
