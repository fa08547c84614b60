'use client';
import { allCommands } from '../commands/all-commands';
import type { Command } from '../commands/command';
import { commandGroups } from '../commands/command';
import { otherKeys } from '../commands/other-keys';
import { useValue } from '../session/hooks';
import { useSession } from '../session/project-session';
import { Dialog, DialogBody } from '../ui/dialog';
import { Kbd } from '../ui/kbd';

type Line = { readonly keys: readonly string[]; readonly text: string; readonly isEdit?: true };
type Group = { readonly label: string; readonly lines: readonly Line[] };

function lineOf({ title, shortcuts = [], isEdit }: Command): Line {
  return { keys: shortcuts, text: title, ...(isEdit && { isEdit }) };
}

/** Commands with keys by what they concern, then what only one place knows. */
const groups: readonly Group[] = [
  ...commandGroups.map((group) => ({
    label: group,
    lines: allCommands.filter((one) => one.group === group && one.shortcuts !== undefined).map(lineOf),
  })),
  ...otherKeys.map(({ label, keys }) => ({ label, lines: keys })),
];

/** All keys and gestures, grouped. Viewers see what they can do. */
export function ShortcutsDialog() {
  const { dialog, isReadOnly } = useSession();
  const isOpen = useValue(dialog) === 'shortcuts';
  const onlyViews = useValue(isReadOnly);
  const shown = groups
    .map(({ label, lines }) => ({ label, lines: lines.filter(({ isEdit }) => !(isEdit && onlyViews)) }))
    .filter(({ lines }) => lines.length > 0);
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={(open) => dialog.set(open ? 'shortcuts' : null)}
      title="Keyboard shortcuts"
      description="Keys work wherever the keyboard is on the page, except while you type."
      size="large"
    >
      <DialogBody label="All shortcuts" className="gap-8 sm:columns-2">
        {shown.map((group) => (
          <ShortcutGroup key={group.label} {...group} />
        ))}
      </DialogBody>
    </Dialog>
  );
}

function ShortcutGroup({ label, lines }: Group) {
  return (
    <div className="mb-5 break-inside-avoid">
      <h3 className="mb-1 text-xs font-semibold text-ink-soft">{label}</h3>
      <dl>
        {lines.map(({ keys, text }) => (
          <div
            key={`${keys[0]} ${text}`}
            className="flex items-baseline gap-4 border-b border-line py-1.5 text-sm last:border-0"
          >
            <dt className="order-last flex shrink-0 items-baseline gap-1.5 text-2xs text-ink-mute">
              {keys.map((one, index) => (
                <span key={one} className="flex items-baseline gap-1.5">
                  {index > 0 && 'or'}
                  <Kbd keys={one} />
                </span>
              ))}
            </dt>
            <dd className="min-w-0 flex-1 text-ink">{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
