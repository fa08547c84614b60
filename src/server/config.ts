import { resolve } from 'node:path';
import { z } from 'zod';
import type { CredentialsSource } from './storage/dsql/credentials';
import type { DsqlEndpoint } from './storage/dsql/endpoint';
import { parseEndpoints } from './storage/dsql/endpoint';
import { StartError } from './storage/storage-error';

/** Where projects are kept. */
export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly home: string }
  | { readonly kind: 'postgres'; readonly url: string }
  | DsqlDatabaseConfig;

/** A cluster of Amazon Aurora DSQL. */
export type DsqlDatabaseConfig = {
  readonly kind: 'dsql';
  readonly endpoints: readonly [DsqlEndpoint, ...DsqlEndpoint[]];
  /** Where this process runs at Vercel (`fra1`); undefined elsewhere. */
  readonly vercelRegion: string | undefined;
  /** The role of the database; never `admin`. */
  readonly user: string;
  readonly credentials: CredentialsSource;
};

/** A table in DynamoDB, and how it is asked. */
export interface PresenceTableConfig {
  readonly tableName: string;
  /** Names of the two attributes of the key, both strings. */
  readonly partitionKey: string;
  readonly sortKey: string;
  readonly region: string;
  /** Another address than the service's own: an emulator, or an endpoint inside a network. */
  readonly endpoint: string | undefined;
  /** The role to take with the token that Vercel gives; undefined: the SDK finds credentials by itself. */
  readonly vercelRoleArn: string | undefined;
}

/** From what weight on lines of the log are written. */
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What OpenTelemetry is sent; where to, its SDK reads from the environment itself. */
export interface TelemetryConfig {
  /** The share of the traces that is sent, 0 to 1; undefined: none. */
  readonly tracesRatio: number | undefined;
  /** Between two reports of the metrics; undefined: none. */
  readonly metricsEveryMs: number | undefined;
  readonly isAtVercel: boolean;
}

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
  /** Others at which they see us, too. */
  readonly otherOrigins: readonly string[];
  /** How long a stream lasts before its client is asked to open the next one; undefined: for ever. */
  readonly streamMs: number | undefined;
  /** Proves that a request comes from whoever calls us by the clock; undefined: nobody does. */
  readonly cronSecret: string | undefined;
  /** Somebody without a sign of life for this long is gone from the list of those who are here. */
  readonly presenceTtlMs: number;
  /** Undefined: presence goes by the database, or stays in memory where that carries no messages. */
  readonly presenceTable: PresenceTableConfig | undefined;
  /** Undefined: it depends on who reads it. */
  readonly logLevel: LogLevel | undefined;
  /** Undefined: OpenTelemetry is not even loaded. */
  readonly telemetry: TelemetryConfig | undefined;
  /** True to serve no pages. */
  readonly isApiOnly: boolean;
}

/** A client comes back at once, and is not to come back all the time. */
const leastStreamSeconds = 5;

const variables = z.object({
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
  LOG_LEVEL: z.enum(logLevels, { error: `has to be one of ${logLevels.join(', ')}` }).optional(),
  // As every SDK of OpenTelemetry takes them.
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string().optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: z.string().optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .default('1')
    .transform(Number)
    .refine((ratio) => ratio >= 0 && ratio <= 1, 'has to be a number from 0 to 1'),
  OTEL_METRIC_EXPORT_INTERVAL: z
    .string()
    .regex(/^\d{1,9}$/, 'has to be a number of milliseconds')
    .default('60000')
    .transform(Number)
    .refine((milliseconds) => milliseconds >= 100, 'has to be at least 100'),
  DYNAMODB_TABLE_NAME: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,255}$/, 'has to be 3 to 255 letters, digits, and _ . -')
    .optional(),
  DYNAMODB_TABLE_PARTITION_KEY: z.string().max(255).default('PK'),
  DYNAMODB_TABLE_SORT_KEY: z.string().max(255).default('SK'),
  DYNAMODB_ENDPOINT: z.string().refine(isHttpUrl, 'has to look like http://127.0.0.1:8000').optional(),
  AWS_REGION: z.string().optional(),
  PUBLIC_ORIGIN: z
    .string()
    .refine((text) => text.split(',').every(isOrigin), 'has to look like https://schema.example.com')
    .optional(),
  STREAM_SECONDS: z
    .string()
    .regex(/^\d{1,5}$/, 'has to be a number of seconds')
    .transform(Number)
    .refine((seconds) => seconds >= leastStreamSeconds, `has to be at least ${leastStreamSeconds}`)
    .optional(),
  CRON_SECRET: z.string().min(16, 'has to have at least 16 characters').optional(),
  DSQL_ENDPOINTS: z
    .string()
    .refine(
      (text) => parseEndpoints(text) !== undefined,
      'has to look like abc.dsql.eu-central-1.on.aws,def.dsql.eu-west-1.on.aws',
    )
    .optional(),
  DSQL_USER: z
    .string()
    .refine((user) => user !== 'admin', 'has to be a role with fewer rights than admin')
    .default('versionzero'),
  // Set by Vercel.
  VERCEL: z.string().optional(),
  VERCEL_OIDC_TOKEN: z.string().optional(),
  VERCEL_REGION: z.string().optional(),
  // As all programs that use AWS take them.
  AWS_ROLE_ARN: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'has to look like arn:aws:iam::123456789012:role/name')
    .optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_PROFILE: z.string().optional(),
});

type Variables = z.infer<typeof variables>;

const environmentSchema = variables.superRefine((values, context) => {
  if (values.DSQL_ENDPOINTS === undefined) return;
  const object = (name: keyof Variables, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  if (values.DATABASE_URL !== undefined)
    object('DATABASE_URL', 'has to be unset where DSQL_ENDPOINTS is set');
  if (values.VERCEL !== undefined && values.AWS_ROLE_ARN === undefined) {
    object('AWS_ROLE_ARN', 'has to be set at Vercel, to a role that may dsql:DbConnect');
  }
  if ((values.AWS_ACCESS_KEY_ID === undefined) !== (values.AWS_SECRET_ACCESS_KEY === undefined)) {
    object('AWS_SECRET_ACCESS_KEY', 'and AWS_ACCESS_KEY_ID have to be set together');
  }
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
  const { NODE_ENV, ...values } = parsed.data;
  const home = resolve(values.VERSIONZERO_HOME);
  const [publicOrigin, ...otherOrigins] = values.PUBLIC_ORIGIN?.split(',') ?? [];
  return {
    mode: NODE_ENV === 'development' ? 'development' : 'production',
    host: values.HOST,
    port: values.PORT,
    home,
    database: databaseOf(parsed.data, home),
    sessionSecret: values.SESSION_SECRET,
    publicOrigin,
    otherOrigins,
    streamMs: values.STREAM_SECONDS === undefined ? undefined : values.STREAM_SECONDS * 1_000,
    cronSecret: values.CRON_SECRET,
    presenceTtlMs: values.PRESENCE_TTL_SECONDS * 1_000,
    presenceTable: presenceTableOf(values),
    logLevel: values.LOG_LEVEL,
    telemetry: telemetryOf(values),
    isApiOnly: args.includes('--api-only'),
  };
}

function databaseOf(values: Variables, home: string): DatabaseConfig {
  const endpoints = parseEndpoints(values.DSQL_ENDPOINTS ?? '');
  if (endpoints !== undefined) {
    const { VERCEL_REGION: vercelRegion, DSQL_USER: user } = values;
    return { kind: 'dsql', endpoints, vercelRegion, user, credentials: credentialsOf(values) };
  }
  const url = values.DATABASE_URL;
  return url === undefined ? { kind: 'embedded', home } : { kind: 'postgres', url };
}

/** At Vercel a role counts: the variables for keys belong to the platform there. */
function credentialsOf(values: Variables): CredentialsSource {
  if (values.VERCEL !== undefined && values.AWS_ROLE_ARN !== undefined) {
    return { kind: 'vercel', roleArn: values.AWS_ROLE_ARN };
  }
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    const sessionToken = values.AWS_SESSION_TOKEN;
    const keys = { accessKeyId, secretAccessKey };
    return { kind: 'keys', credentials: sessionToken === undefined ? keys : { ...keys, sessionToken } };
  }
  return { kind: 'profile', profile: values.AWS_PROFILE };
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}

type Values = Omit<z.infer<typeof environmentSchema>, 'DATABASE_URL' | 'NODE_ENV'>;

function presenceTableOf(values: Values): PresenceTableConfig | undefined {
  const { DYNAMODB_TABLE_NAME: tableName, AWS_REGION: region } = values;
  if (tableName === undefined) return undefined;
  if (region === undefined) {
    throw new StartError('The configuration is wrong: AWS_REGION has to say where DYNAMODB_TABLE_NAME is.');
  }
  // Others give the same variable together with a token in a file, which the SDK finds by itself.
  const isVercel = values.VERCEL !== undefined || values.VERCEL_OIDC_TOKEN !== undefined;
  return {
    tableName,
    partitionKey: values.DYNAMODB_TABLE_PARTITION_KEY,
    sortKey: values.DYNAMODB_TABLE_SORT_KEY,
    region,
    endpoint: values.DYNAMODB_ENDPOINT,
    vercelRoleArn: isVercel ? values.AWS_ROLE_ARN : undefined,
  };
}

/** Vercel takes traces by itself; metrics go only where somebody says. */
function telemetryOf(values: Values): TelemetryConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: both, VERCEL: vercel } = values;
  const traces = both ?? values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? vercel;
  const metrics = both ?? values.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  if (traces === undefined && metrics === undefined) return undefined;
  return {
    tracesRatio: traces === undefined ? undefined : values.OTEL_TRACES_SAMPLER_ARG,
    metricsEveryMs: metrics === undefined ? undefined : values.OTEL_METRIC_EXPORT_INTERVAL,
    isAtVercel: vercel !== undefined,
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}
