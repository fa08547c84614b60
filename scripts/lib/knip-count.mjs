/**
 * A reporter for knip that fails when knip did not look: every source file of ours has to be among the files
 * it read, or a wrong `project` pattern would find nothing dead for ever.
 * @param {{ counters: { processed: number }, cwd: string }} result
 */
import { filesUnder } from './files.mjs';

export default function reportCount({ counters, cwd }) {
  const sources = filesUnder(cwd, 'src').filter((file) => /\.tsx?$/.test(file));
  const hasLooked = sources.length > 0 && counters.processed >= sources.length;
  console.log(`dead code: looked at ${counters.processed} files`);
  if (!hasLooked) throw new Error(`dead code: did not look at all ${sources.length} files of src`);
}
