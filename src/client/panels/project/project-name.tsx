'use client';
import { useCommittedText } from '../fields/use-committed-text';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { useProjectName } from './use-project-name';

/** The project's name, edited where it stands. As wide as its text. */
export function ProjectName() {
  const session = useSession();
  const isReadOnly = useValue(session.isReadOnly);
  const { name, rename } = useProjectName();
  const field = useCommittedText({ value: name, commit: rename, selectOnFocus: !isReadOnly });
  return (
    <h1 className="relative max-w-[36ch] min-w-0">
      <span className="sr-only">{name}</span>
      <span
        aria-hidden
        className="invisible block h-7 truncate px-2 text-sm leading-7 font-semibold whitespace-pre"
      >
        {field.text || ' '}
      </span>
      <input
        {...field.inputProps}
        aria-label="Project name"
        title={field.problem ?? undefined}
        readOnly={isReadOnly}
        autoComplete="off"
        spellCheck={false}
        data-testid="project-name"
        className="absolute inset-0 h-7 w-full truncate rounded-control bg-transparent px-2 text-sm font-semibold ring-inset hover:ring-1 hover:ring-line focus:bg-raised aria-invalid:ring-1 aria-invalid:ring-bad"
      />
    </h1>
  );
}
