import { functions } from '../../../vercel.json';
import { SetupError } from './setup-error';

type Environment = Readonly<Record<string, string | undefined>>;

/** So long before a function would be ended its streams end by themselves. */
const marginSeconds = 15;

/** The longest that a function of ours may take. */
export const maxSeconds = functions['src/app/api/**/*'].maxDuration;

const longestStream = maxSeconds - marginSeconds;

/**
 * The environment of a function, as `readConfig` takes it: what Vercel says of itself stands in our variables
 * (https://vercel.com/docs/environment-variables/system-environment-variables), and a preview has its own
 * database.
 *
 * @throws SetupError naming everything without which a function cannot work
 */
export function functionEnvironment(given: Environment): Environment {
  // As `readConfig` has it: set to nothing is not set.
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const environment = set.VERCEL_ENV === 'preview' ? asPreview(set) : set;
  const objections = [...databaseObjections(set, environment), ...otherObjections(set)];
  if (objections.length > 0) throw new SetupError(`The configuration is wrong: ${objections.join('; ')}.`);
  return set.VERCEL === undefined
    ? environment
    : { ...environment, ...publicOriginOf(set), STREAM_SECONDS: set.STREAM_SECONDS ?? `${longestStream}` };
}

function asPreview(set: Environment): Environment {
  const { PREVIEW_DATABASE_URL: DATABASE_URL, PREVIEW_DSQL_ENDPOINTS: DSQL_ENDPOINTS } = set;
  return { ...set, DATABASE_URL, DSQL_ENDPOINTS };
}

function databaseObjections(set: Environment, { DATABASE_URL, DSQL_ENDPOINTS }: Environment) {
  const isPreview = set.VERCEL_ENV === 'preview';
  const isMissing = DATABASE_URL === undefined && DSQL_ENDPOINTS === undefined;
  if (isMissing && isPreview) {
    return [
      'PREVIEW_DSQL_ENDPOINTS or PREVIEW_DATABASE_URL has to be set, to a database for preview deployments alone, as they never use the one of the production',
    ];
  }
  if (isMissing) {
    return [
      'DSQL_ENDPOINTS or DATABASE_URL has to be set, as a function keeps no files and brings no PostgreSQL along',
    ];
  }
  return [
    ...(isPreview && DATABASE_URL !== undefined && DATABASE_URL === set.DATABASE_URL
      ? ['PREVIEW_DATABASE_URL has to differ from DATABASE_URL']
      : []),
    ...(isPreview && DSQL_ENDPOINTS !== undefined && DSQL_ENDPOINTS === set.DSQL_ENDPOINTS
      ? ['PREVIEW_DSQL_ENDPOINTS has to differ from DSQL_ENDPOINTS']
      : []),
  ];
}

function otherObjections(set: Environment): readonly string[] {
  const isTooLong = set.VERCEL !== undefined && Number(set.STREAM_SECONDS ?? 0) > longestStream;
  return [
    ...(set.SESSION_SECRET === undefined
      ? ['SESSION_SECRET has to be set, as all instances need the same']
      : []),
    ...(isTooLong ? [`STREAM_SECONDS has to be at most ${longestStream}`] : []),
  ];
}

/** Under which names browsers see the deployment: first the one that links carry. */
function publicOriginOf(set: Environment): Environment {
  const main = set.VERCEL_ENV === 'production' ? [set.VERCEL_PROJECT_PRODUCTION_URL] : [];
  const names = [...main, set.VERCEL_BRANCH_URL, set.VERCEL_URL].filter((name) => name !== undefined);
  if (set.PUBLIC_ORIGIN !== undefined || names.length === 0) return {};
  return { PUBLIC_ORIGIN: [...new Set(names)].map((name) => `https://${name}`).join(',') };
}

/** From where a request comes, where the host says so: Vercel writes this header anew, whatever the client has sent. */
export function addressFrom(environment: Environment, headers: Headers): string | undefined {
  return environment.VERCEL === undefined ? undefined : (headers.get('x-real-ip') ?? undefined);
}
