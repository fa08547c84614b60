import type { Part, Phrase } from './phrase';

/** A phrase with its names and values standing out; what is deleted is struck. */
export function Sentence({ phrase }: { readonly phrase: Phrase }) {
  // Parts have no identity but their place: a phrase is made anew as a whole.
  return keyed(phrase).map(({ key, part }) => <Piece key={key} part={part} />);
}

function keyed(phrase: Phrase): readonly { readonly key: string; readonly part: Part }[] {
  return phrase.map((part, place) => ({ key: `${place} ${part.kind}`, part }));
}

function Piece({ part }: { readonly part: Part }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'object':
      return part.isGone ? (
        <s className="font-medium text-ink-mute">{part.text}</s>
      ) : (
        <span className="font-medium text-ink">{part.text}</span>
      );
    case 'value':
      // Prose is no code.
      if (part.text.startsWith('“'))
        return <q className="text-ink before:content-none after:content-none">{part.text}</q>;
      return (
        <code className="rounded-[3px] bg-sunken px-1 font-mono text-[0.92em] break-words text-ink">
          {part.text}
        </code>
      );
  }
}
