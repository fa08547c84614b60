import type { Migration } from '../migrate';

/**
 * Who people are: the tables that better-auth keeps (its core schema and the field of its anonymous
 * plugin), in our own words: names in snake case, no REFERENCES and no further indexes, because the library
 * deletes what depends on an account itself and each look-up is by a key. `users`, because `user` is a
 * reserved word. https://www.better-auth.com/docs/concepts/database
 */
export const accountTables: Migration = {
  id: '0002-accounts',
  statements: [
    `CREATE TABLE IF NOT EXISTS users (
      id text NOT NULL PRIMARY KEY,
      name text NOT NULL,
      email text NOT NULL UNIQUE,
      email_verified boolean NOT NULL,
      image text,
      is_anonymous boolean,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    )`,
    `CREATE TABLE IF NOT EXISTS sessions (
      id text NOT NULL PRIMARY KEY,
      token text NOT NULL UNIQUE,
      user_id text NOT NULL,
      expires_at timestamptz NOT NULL,
      ip_address text,
      user_agent text,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    )`,
    `CREATE TABLE IF NOT EXISTS user_credentials (
      id text NOT NULL PRIMARY KEY,
      account_id text NOT NULL,
      provider_id text NOT NULL,
      user_id text NOT NULL,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      password text,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    )`,
    `CREATE TABLE IF NOT EXISTS verifications (
      id text NOT NULL PRIMARY KEY,
      identifier text NOT NULL,
      value text NOT NULL,
      expires_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    )`,
  ],
};
