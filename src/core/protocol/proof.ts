import { z } from 'zod';

/** One thing that is otherwise in the database than in the design. */
export const differenceSchema = z.object({
  /** The record of the design; absent where the database has what the design has not. */
  recordId: z.string().optional(),
  /** A record's kind; `statement` for what is kept as text. */
  kind: z.string(),
  /** As a person would call it: `app.users.email`. */
  name: z.string(),
  /** Which field of the body; absent where the whole thing is missing, or there too much. */
  field: z.string().optional(),
  /** What the design says and what the database has, as text; absent: nothing. */
  wanted: z.string().optional(),
  found: z.string().optional(),
});
export type Difference = z.infer<typeof differenceSchema>;

/** A part of the design that the sandbox could not execute, and why. */
export const notProvenSchema = z.object({
  recordId: z.string().optional(),
  name: z.string(),
  why: z.string(),
});
export type NotProven = z.infer<typeof notProvenSchema>;

/**
 * A function or procedure whose body the server refuses once everything is there. It is made nevertheless, as
 * scripts turn `check_function_bodies` off; so this is no difference.
 */
export const refusedBodySchema = z.object({
  recordId: z.string(),
  kind: z.enum(['function', 'procedure']),
  /** As a person would call it: `app.total`. */
  name: z.string(),
  /** What the server says. */
  message: z.string(),
});
export type RefusedBody = z.infer<typeof refusedBodySchema>;

/** Why the script did not run to its end. */
export const proofErrorSchema = z.object({
  message: z.string(),
  detail: z.string().optional(),
  /** The statement as far as it is worth showing, and the line of the script where it begins, from 1. */
  statement: z.string().optional(),
  line: z.number().int().optional(),
  recordId: z.string().optional(),
});
export type ProofError = z.infer<typeof proofErrorSchema>;

/**
 * What came of executing a script on an empty PostgreSQL and comparing what is there then with the design.
 * `identical`: no difference in what was compared. `different`: see `differences`. `refused`: see `error`.
 */
export const proofSchema = z.object({
  /** `PostgreSQL 18.4`. */
  server: z.string(),
  /** The major version of that server, and the one that the script is written for. */
  serverMajor: z.number().int(),
  writtenFor: z.number().int(),
  verdict: z.enum(['identical', 'different', 'refused']),
  /** Objects that were compared, by kind; of `verbatim` those that were looked for by name. */
  counts: z.record(z.string(), z.number().int()),
  differences: z.array(differenceSchema),
  /** Differences beyond those that are listed. */
  moreDifferences: z.number().int(),
  notProven: z.array(notProvenSchema),
  /** Functions and procedures whose bodies the server refuses, whatever the verdict is. */
  bodies: z.array(refusedBodySchema),
  error: proofErrorSchema.optional(),
});
export type Proof = z.infer<typeof proofSchema>;

/** Answer of `POST /projects/{p}/prove`: the proof, and the script that it is about. */
export const provenScriptSchema = z.object({ proof: proofSchema, sql: z.string() });
export type ProvenScript = z.infer<typeof provenScriptSchema>;
