import { z } from 'zod';

const areaSchema = z
  .object({ x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() })
  .strict();

/** `PUT /projects/{p}/presence`: where I am. Kept in memory only, never in the log. World coordinates. */
export const presenceUpdateSchema = z
  .object({
    /** One browser tab; a person may have several. */
    clientId: z.string().max(64).optional(),
    cursor: z.object({ x: z.number(), y: z.number() }).strict().nullable().optional(),
    selection: z.array(z.string().max(64)).max(200).optional(),
    editing: z
      .object({ recordId: z.string().max(64), field: z.string().max(64) })
      .strict()
      .nullable()
      .optional(),
    dragging: z
      .array(z.object({ id: z.string().max(64), x: z.number(), y: z.number() }))
      .max(200)
      .optional(),
    /** The part of the world in view, for those who follow. */
    viewport: areaSchema.nullable().optional(),
    /** The account whose view is followed. */
    following: z.string().max(64).nullable().optional(),
    /** Without input for a while, or with the tab out of sight. */
    away: z.boolean().optional(),
    name: z.string().trim().min(1).max(60).optional(),
    color: z
      .string()
      .regex(/^#[0-9a-f]{6}$/)
      .optional(),
    leaving: z.boolean().optional(),
    /**
     * Milliseconds since the epoch on the client's own clock. Where several servers take turns, of two
     * updates of one client the one sent later stands; without it, the one that came later.
     */
    sentAt: z.number().optional(),
  })
  .strict();
export type PresenceUpdate = z.infer<typeof presenceUpdateSchema>;

export const personSchema = z.object({
  /** The account. */
  id: z.string(),
  clientId: z.string(),
  name: z.string(),
  color: z.string(),
  cursor: z.object({ x: z.number(), y: z.number() }).nullable(),
  selection: z.array(z.string()),
  editing: z.object({ recordId: z.string(), field: z.string() }).nullable(),
  dragging: z.array(z.object({ id: z.string(), x: z.number(), y: z.number() })),
  viewport: areaSchema.nullable(),
  following: z.string().nullable(),
  away: z.boolean(),
});
export type Person = z.infer<typeof personSchema>;

const presenceTermsSchema = z.object({
  /** Updates of one client at shorter distances than so many milliseconds are of no use; 100 where it is absent. */
  intervalMs: z.number().positive().optional(),
  /** People on other servers cannot be shown at the moment. */
  isPartial: z.boolean().optional(),
});
/** What a server says about presence itself. */
export type PresenceTerms = z.infer<typeof presenceTermsSchema>;

/** `event: presence`: everybody who is here. */
export const presenceEventSchema = presenceTermsSchema.extend({ people: z.array(personSchema) });
export type PresenceEvent = z.infer<typeof presenceEventSchema>;
