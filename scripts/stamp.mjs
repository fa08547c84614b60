/** Prints the stamp that a build of the sources as they are now would carry. */
import { root } from './lib/files.mjs';
import { sourcesHash } from './lib/stamp.mjs';

console.log(sourcesHash(root));
