import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../storage/storage-error';
import headers from './page-headers.json';

const builtPolicySchema = z.object({ policy: z.string().min(1) });

/**
 * Headers of every page; those that do not depend on a build are a file of their own, which the build for other
 * servers than ours reads too. A share link carries its key in the address, which must not travel to other sites:
 * hence the Referrer-Policy. The Content-Security-Policy holds the hashes of the inline scripts of this very
 * build, so `npm run build` writes it; Next's development server makes up scripts as it goes and has none.
 *
 * @throws StartError when there is no build
 */
export function pageHeaders(
  root: string,
  mode: 'production' | 'development',
): Readonly<Record<string, string>> {
  return mode === 'development' ? headers : { ...headers, 'Content-Security-Policy': builtPolicy(root) };
}

function builtPolicy(root: string): string {
  try {
    return builtPolicySchema.parse(JSON.parse(readFileSync(join(root, 'dist/csp.json'), 'utf8'))).policy;
  } catch (cause) {
    throw new StartError('The pages are not built: run npm run build first.', { cause });
  }
}
