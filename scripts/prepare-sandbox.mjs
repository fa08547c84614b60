/** Makes the data directory that the sandbox starts from, unless it is there: `npm run build` does it, too. */
import { root } from './lib/files.mjs';
import { prepareSandbox } from './lib/sandbox.mjs';

console.log(`sandbox: ${await prepareSandbox(root)}`);
// PGlite leaves a timer behind.
process.exit();
