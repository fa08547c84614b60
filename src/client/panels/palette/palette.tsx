'use client';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import type { RecordId } from '../../../core/schema/ids';
import type { CommandContext } from '../commands/command';
import { runCommand } from '../commands/command';
import { useValue } from '../session/hooks';
import { focusCanvas } from '../ui/focus-canvas';
import type { Finder } from './finder';
import { createFinder } from './finder';
import type { Option } from './options';
import { PaletteContent } from './palette-content';
import { showRecord } from './show-record';

const mostRecent = 5;

/**
 * Find and go to anything, do anything: a field with a list, over the page. What was chosen is done once the
 * window is gone and the keyboard is back where it was, so that it can go on from there.
 */
export function CommandPalette({ context }: { readonly context: CommandContext }) {
  const { session } = context;
  const isOpen = useValue(session.dialog) === 'palette';
  const finder = useFinder(context);
  const [recent, setRecent] = useState<readonly RecordId[]>([]);
  const cameFrom = useRef<Element | null>(null);
  const afterwards = useRef<(() => void) | null>(null);
  const close = () => session.dialog.set(null);
  const take = (option: Option) => {
    if (option.kind === 'command') {
      const { command } = option.found.item;
      if ((command.whyNot?.(context) ?? null) !== null) return;
      afterwards.current = () => runCommand(command, context);
    } else {
      const { id } = option.found.item;
      setRecent((ids) => [id, ...ids.filter((one) => one !== id)].slice(0, mostRecent));
      afterwards.current = () => {
        showRecord(context, id);
        if (cameFrom.current?.closest('[role="tree"]') == null) focusCanvas();
      };
    }
    close();
  };
  const finish = () => {
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus({ preventScroll: true });
    const action = afterwards.current;
    afterwards.current = null;
    action?.();
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => !open && close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={() => {
            cameFrom.current = document.activeElement;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            finish();
          }}
          className="fixed inset-x-2 top-2 z-40 mx-auto flex max-h-[min(70dvh,480px)] max-w-[640px] animate-rise flex-col overflow-hidden rounded-box bg-raised shadow-pop outline-none sm:inset-x-4 sm:top-[12dvh]"
        >
          <Radix.Title className="sr-only">Find anything, do anything</Radix.Title>
          {finder && (
            <PaletteContent context={context} finder={finder} recent={recent} take={take} close={close} />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One finder as long as the project is shown. */
function useFinder({ session: { store } }: CommandContext): Finder | null {
  const [finder, setFinder] = useState<Finder | null>(null);
  useEffect(() => {
    const made = createFinder(store);
    setFinder(made);
    return made.dispose;
  }, [store]);
  return finder;
}
