/** What is wrong with what `next build` left, in words. */
export function outputProblems(root: string): string[];
