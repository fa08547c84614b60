import type { ListedProject } from '../../../core/protocol/project';

/** Those whose names contain every word of the search, in any order and case. An empty search finds all. */
export function matching(projects: readonly ListedProject[], search: string): readonly ListedProject[] {
  const words = search.toLocaleLowerCase().split(/\s+/);
  return projects.filter(({ name }) => {
    const lower = name.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
