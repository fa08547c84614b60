'use client';
import type { ChangeEvent, FocusEvent, KeyboardEvent } from 'react';
import { useRef, useState } from 'react';
import type { FieldPlace } from '../session/use-editing';
import { useEditing } from '../session/use-editing';

/** What came of a commit: null when it was taken, else what is wrong, in a sentence. */
export type CommitProblem = string | null;

export type CommittedText = {
  readonly text: string;
  readonly problem: CommitProblem;
  /** What somebody else made of the value while it is being edited here; null when nothing. */
  readonly theirs: string | null;
  readonly inputProps: {
    readonly value: string;
    readonly 'aria-invalid': boolean;
    onFocus(event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void;
    onBlur(): void;
    onChange(event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void;
    onKeyDown(event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>): void;
  };
  /** Puts a text in, as if typed, and commits it: for suggestions that are picked. */
  choose(text: string): void;
  /** Puts a text in without committing. */
  write(text: string): void;
};

type Options = {
  readonly value: string;
  readonly commit: (text: string) => CommitProblem;
  /** Enter commits unless this is a text of several lines, where Ctrl+Enter does. */
  readonly isMultiline?: boolean;
  readonly selectOnFocus?: boolean;
  /** What it is a field of: the others see that it is being edited. */
  readonly place?: FieldPlace | undefined;
  /** After Enter has committed something that was taken. */
  readonly onEntered?: (() => void) | undefined;
};

type Editing = { readonly base: string; readonly draft: string };

/**
 * A text field over a shared value. While it is being edited nobody else's change writes into it; leaving it
 * or Enter commits what differs from where the editing began, Escape takes it back.
 */
export function useCommittedText(options: Options): CommittedText {
  const { value, commit, isMultiline = false, selectOnFocus = false, place, onEntered } = options;
  const presence = useEditing(place);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [problem, setProblem] = useState<CommitProblem>(null);
  // Escape blurs nothing, but Enter and blur may both come for one commit: the second must see the first.
  const current = useRef<Editing | null>(null);
  const put = (next: Editing | null) => {
    current.current = next;
    setEditing(next);
  };
  const finish = (draft = current.current?.draft): boolean => {
    const now = current.current;
    if (!now || draft === undefined) return true;
    const refusal = draft === now.base ? null : commit(draft);
    setProblem(refusal);
    put(refusal === null ? null : { base: now.base, draft });
    return refusal === null;
  };
  const write = (draft: string) => {
    setProblem(null);
    put({ base: current.current?.base ?? value, draft });
  };
  const onKeyDown: CommittedText['inputProps']['onKeyDown'] = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && current.current) {
      event.stopPropagation();
      event.preventDefault();
      setProblem(null);
      put(null);
    }
    if (event.key === 'Enter' && (!isMultiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (finish()) onEntered?.();
    }
  };
  return {
    text: editing?.draft ?? value,
    problem,
    theirs: editing && editing.base !== value && editing.draft !== value ? value : null,
    write,
    choose: (text) => {
      write(text);
      finish(text);
    },
    inputProps: {
      value: editing?.draft ?? value,
      'aria-invalid': problem !== null,
      onFocus: (event) => {
        presence.begin();
        if (selectOnFocus) event.target.select();
      },
      onBlur: () => {
        presence.end();
        finish();
      },
      onChange: (event) => write(event.target.value),
      onKeyDown,
    },
  };
}
