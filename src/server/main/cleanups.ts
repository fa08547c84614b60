/** Things to undo at the end, in the reverse of the order in which they were done. */
export type Cleanups = (() => Promise<void> | void)[];

/**
 * Undoes all of them, whatever becomes of one; there are none left then.
 *
 * @param report takes what went wrong
 */
export async function cleanUp(cleanups: Cleanups, report: (error: unknown) => void): Promise<void> {
  for (let undo = cleanups.pop(); undo !== undefined; undo = cleanups.pop()) {
    try {
      await undo();
    } catch (error) {
      report(error);
    }
  }
}
