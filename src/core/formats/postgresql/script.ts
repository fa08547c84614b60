/** Statements that stand together without a blank line, and the heading that they stand under. */
export type Block = {
  readonly title: string;
  /** The file that it has for itself where each table has one, without `.sql`. */
  readonly file?: string;
  /** An empty one is a blank line. */
  readonly statements: readonly string[];
};

/** Blocks under one heading. */
export type Section = { readonly title: string; readonly blocks: readonly Block[] };

/** One heading for those that follow each other under the same one. */
export function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const sections: { title: string; blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.statements.length === 0) continue;
    const last = sections.at(-1);
    if (last?.title === block.title) last.blocks.push(block);
    else sections.push({ title: block.title, blocks: [block] });
  }
  return sections;
}

/** `-- Title`, then its statements: those of more than one line are set apart by blank ones. */
export function printSection({ title, blocks }: Section): string {
  let text = '';
  let wasLong = false;
  for (const { statements } of blocks) {
    const block = statements.join('\n');
    const isLong = block.includes('\n');
    if (text !== '') text += isLong || wasLong ? '\n\n' : '\n';
    text += block;
    wasLong = isLong;
  }
  return `-- ${title}\n\n${text}\n`;
}
