import { resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './storage/storage-error';

/** Where projects are kept. */
export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly home: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** Everything that the environment and the command line decide, read once at start. */
export interface Config {
  readonly mode: 'production' | 'development';
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** Absolute path of the folder for the embedded database and generated secrets. */
  readonly home: string;
  readonly database: DatabaseConfig;
  /** Undefined: one is generated and kept in `home`. */
  readonly sessionSecret: string | undefined;
  /** Scheme, host and port at which browsers see us, where that is not a loopback address. */
  readonly publicOrigin: string | undefined;
  /** Somebody without a sign of life for this long is gone from the list of those who are here. */
  readonly presenceTtlMs: number;
  /** True to serve no pages. */
  readonly isApiOnly: boolean;
}

const environmentSchema = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'has to be a number')
    .default('3000')
    .transform(Number)
    .refine((port) => port <= 65_535, 'has to be at most 65535'),
  VERSIONZERO_HOME: z.string().default('.versionzero'),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, 'has to look like postgres://user:password@host:5432/database')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'has to have at least 32 characters').optional(),
  PRESENCE_TTL_SECONDS: z
    .string()
    .regex(/^\d{1,3}$/, 'has to be a number of seconds')
    .default('30')
    .transform(Number)
    .refine((seconds) => seconds >= 1, 'has to be at least 1'),
  PUBLIC_ORIGIN: z.string().refine(isOrigin, 'has to look like https://schema.example.com').optional(),
});

/**
 * Reads the configuration. A variable that is set to nothing counts as not set, as people expect of a shell.
 *
 * @throws StartError naming every setting that is wrong and how it should look; never its value
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Config {
  const unknown = args.filter((arg) => arg !== '--api-only');
  if (unknown.length > 0) {
    throw new StartError(`Unknown option ${unknown.join(' ')}; the only one is --api-only.`);
  }
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new StartError(`The configuration is wrong: ${wrong.join('; ')}.`);
  }
  const { DATABASE_URL: url, NODE_ENV, ...values } = parsed.data;
  const home = resolve(values.VERSIONZERO_HOME);
  return {
    mode: NODE_ENV === 'development' ? 'development' : 'production',
    host: values.HOST,
    port: values.PORT,
    home,
    database: url === undefined ? { kind: 'embedded', home } : { kind: 'postgres', url },
    sessionSecret: values.SESSION_SECRET,
    publicOrigin: values.PUBLIC_ORIGIN,
    presenceTtlMs: values.PRESENCE_TTL_SECONDS * 1_000,
    isApiOnly: args.includes('--api-only'),
  };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
