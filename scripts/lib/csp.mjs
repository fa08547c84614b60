import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder } from './files.mjs';

/** Folders in which `next build` leaves static pages. */
const PAGE_FOLDERS = ['.next/server/app', '.next/server/pages'];

/**
 * The bodies of the inline scripts of a page. Attributes are not parsed: whatever has a `src` is not inline.
 * @param {string} html
 * @returns {string[]}
 */
export function inlineScripts(html) {
  return [...html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)]
    .filter(([, attributes]) => !/\ssrc\s*=/.test(attributes))
    .map(([, , body]) => body)
    .filter((body) => body !== '');
}

/**
 * The Content-Security-Policy of all pages, as one header value. Static pages carry inline scripts that
 * start React; instead of allowing any inline script we allow exactly these, by hash (CSP Level 3, 2.3.1).
 * `wasm-unsafe-eval` lets WebAssembly compile (parser, sandbox database) and nothing else evaluate.
 * @param {readonly string[]} scripts
 */
export function policyFor(scripts) {
  const hashes = [...new Set(scripts)]
    .map((body) => `'sha256-${createHash('sha256').update(body, 'utf8').digest('base64')}'`)
    .sort();
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(' ')}`.trimEnd(),
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Reads every page that was built. Fails when there is nothing to read: a policy without hashes leaves a
 * dead page, and nobody would see why.
 * @param {string} root
 */
export function policyOfBuild(root) {
  const pages = PAGE_FOLDERS.flatMap((folder) => filesUnder(root, folder)).filter((file) =>
    file.endsWith('.html'),
  );
  const scripts = pages.flatMap((page) => inlineScripts(readFileSync(join(root, page), 'utf8')));
  if (pages.length === 0 || scripts.length === 0) {
    throw new Error(
      `csp: ${pages.length} pages and ${scripts.length} inline scripts found under .next/server`,
    );
  }
  return { policy: policyFor(scripts), pages: pages.length, scripts: scripts.length };
}
