/** What the layout works on. Units are world units; ids are the caller's. */

export type LayoutTable = { readonly id: string; readonly width: number; readonly height: number };

/** A relationship, from the referencing table to the referenced one. */
export type LayoutEdge = { readonly from: string; readonly to: string };

export type LayoutInput = { readonly tables: readonly LayoutTable[]; readonly edges: readonly LayoutEdge[] };

export type Place = { readonly x: number; readonly y: number };

export type Places = ReadonlyMap<string, Place>;

/** Width to height of what is laid out: a canvas between two panels, or on a whole screen, shows it well. */
export const aspect = 1.35;

/** Space between neighbouring tables: across, where lines run, and down. */
export const columnGap = 112;
export const rowGap = 40;
