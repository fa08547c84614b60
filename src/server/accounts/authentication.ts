import { randomUUID } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { anonymous } from 'better-auth/plugins';
import type { Pool } from 'pg';
import type { Actor } from '../../core/protocol/records';
import { guestNameOf } from './guest-names';

/** What accounts need of whatever proves who somebody is. */
export type Authentication = {
  readonly cookieName: string;
  findSession(headers: Headers): Promise<SignedIn | null>;
  createGuest(headers: Headers): Promise<SignedIn>;
  rename(accountId: string, name: string): Promise<void>;
  /** Every `table.column` that the library reads or writes. */
  storedColumns(): Promise<readonly string[]>;
};

type SignedIn = { readonly actor: Actor; readonly setCookie: readonly string[] };

export type AuthenticationOptions = {
  readonly pool: Pool;
  /** Signs the cookies; at least 32 characters. */
  readonly secret: string;
  /** Where browsers see us; undefined for loopback addresses. https makes the cookies `Secure`. */
  readonly publicOrigin: string | undefined;
};

/** Chromium keeps no cookie longer than 400 days; each day of use starts the count anew. */
const sessionSeconds = 400 * 24 * 3600;
const renewAfterSeconds = 24 * 3600;

/**
 * better-auth with guests only, over our tables (storage/migrations) and none of its routes: the cookie
 * that it signs and the rows that it keeps are all we take, so that accounts with a password or a provider
 * can be added to the same rows later.
 */
export function createAuthentication(options: AuthenticationOptions): Authentication {
  const auth = configure(options);
  const cookieName = `${isSecure(options) ? '__Secure-' : ''}${cookiePrefix}.session_token`;
  return {
    cookieName,
    findSession: async (headers) => {
      const found = await auth.api.getSession({ headers: cookiesOf(headers), returnHeaders: true });
      if (found.response === null) return null;
      const { id, name } = found.response.user;
      return { actor: { id, name }, setCookie: found.headers.getSetCookie() };
    },
    createGuest: async (headers) => {
      const made = await auth.api.signInAnonymous({ headers: cookiesOf(headers), returnHeaders: true });
      const { id, name } = made.response.user;
      return { actor: { id, name }, setCookie: made.headers.getSetCookie() };
    },
    rename: async (accountId, name) => {
      const context = await auth.$context;
      await context.internalAdapter.updateUser(accountId, { name });
    },
    storedColumns: async () => {
      const { tables } = await auth.$context;
      return Object.values(tables).flatMap(({ modelName, fields }) => [
        `${modelName}.id`,
        ...Object.entries(fields).map(([field, { fieldName }]) => `${modelName}.${fieldName ?? field}`),
      ]);
    },
  };
}

const cookiePrefix = 'versionzero';

/** The library would store the address and the browser of a person; it gets the cookie and nothing else. */
function cookiesOf(headers: Headers): Headers {
  const cookie = headers.get('cookie');
  return new Headers(cookie === null ? {} : { cookie });
}

function isSecure({ publicOrigin }: AuthenticationOptions): boolean {
  return publicOrigin?.startsWith('https://') ?? false;
}

const times = { createdAt: 'created_at', updatedAt: 'updated_at' };

function configure(options: AuthenticationOptions) {
  return betterAuth({
    appName: 'VersionZero',
    baseURL: options.publicOrigin ?? 'http://localhost',
    secret: options.secret,
    database: options.pool,
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      ipAddress: { disableIpTracking: true },
      useSecureCookies: isSecure(options),
      // Our migrations make the tables and a test compares them; it would ask the catalog at run time.
      database: { generateId: () => randomUUID(), validateSchema: false },
    },
    user: { modelName: 'users', fields: { ...times, emailVerified: 'email_verified' } },
    session: {
      modelName: 'sessions',
      expiresIn: sessionSeconds,
      updateAge: renewAfterSeconds,
      fields: {
        ...times,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    account: {
      modelName: 'user_credentials',
      fields: {
        ...times,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'verifications', fields: { ...times, expiresAt: 'expires_at' } },
    plugins: [
      anonymous({
        generateName: () => guestNameOf(randomUUID()),
        schema: { user: { fields: { isAnonymous: 'is_anonymous' } } },
      }),
    ],
  });
}
