import { z } from 'zod';

/** How many tables, and how many relationships, a thumbnail shows at most: more are no picture any more. */
export const thumbnailLimit = 1_000;

const coordinate = z.number().int();

/**
 * `GET /projects/{p}/thumbnail`: a diagram as far as a small picture needs it. World coordinates, rounded.
 * Arrays instead of objects, because there may be a thousand of each.
 */
export const thumbnailSchema = z.object({
  /** Of the project, also of those that are not shown. */
  tableCount: z.number().int(),
  /** The left and upper edge (null when nobody has placed it), how many columns, and the colour's name. */
  tables: z.array(
    z.tuple([coordinate.nullable(), coordinate.nullable(), z.number().int(), z.string().nullable()]),
  ),
  /** From and to: places in `tables`. */
  relationships: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type Thumbnail = z.infer<typeof thumbnailSchema>;
