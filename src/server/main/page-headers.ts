import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../storage/storage-error';

const builtPolicySchema = z.object({ policy: z.string().min(1) });

/**
 * Headers of every page. The Content-Security-Policy holds the hashes of the inline scripts of this very
 * build, so `npm run build` writes it; Next's development server makes up scripts as it goes and has none.
 *
 * @throws StartError when there is no build
 */
export function pageHeaders(
  root: string,
  mode: 'production' | 'development',
): Readonly<Record<string, string>> {
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // A share link carries its key in the address: it must not travel to other sites.
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
  return mode === 'development' ? headers : { ...headers, 'Content-Security-Policy': builtPolicy(root) };
}

function builtPolicy(root: string): string {
  try {
    return builtPolicySchema.parse(JSON.parse(readFileSync(join(root, 'dist/csp.json'), 'utf8'))).policy;
  } catch (cause) {
    throw new StartError('The pages are not built: run npm run build first.', { cause });
  }
}
