import { commitTexts } from './statements/commit';
import { projectTexts } from './statements/projects';
import { readingTexts } from './statements/reading';
import { stagingTexts } from './statements/staging';

/** A statement and the name under which a connection prepares it: parsed once, planned a few times. */
export type Statement = { readonly name: string; readonly text: string };

/**
 * Every statement that reads or writes projects, as plain text: what is sent can be read, linted and run by
 * hand. Values are always parameters.
 */
export const statements = named({ ...commitTexts, ...projectTexts, ...readingTexts, ...stagingTexts });

function named<Texts extends Readonly<Record<string, string>>>(
  texts: Texts,
): { readonly [Name in keyof Texts]: Statement } {
  const entries = Object.entries(texts).map(([name, text]) => [name, { name, text }]);
  return Object.fromEntries(entries);
}
