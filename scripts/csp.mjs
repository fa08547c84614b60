/** Reads the pages that `next build` left and writes dist/csp.json: `{ "policy": "…" }` for the server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyOfBuild } from './lib/csp.mjs';
import { root } from './lib/files.mjs';

const { policy, pages, scripts } = policyOfBuild(root);
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/csp.json'), `${JSON.stringify({ policy }, null, 2)}\n`);
console.log(`csp: ${pages} pages, ${scripts} inline scripts`);
