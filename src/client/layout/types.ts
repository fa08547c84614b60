/** What the layout works on. Units are world units; ids are the caller's. */

export type LayoutTable = { readonly id: string; readonly width: number; readonly height: number };

/** A relationship, from the referencing table to the referenced one. */
export type LayoutEdge = { readonly from: string; readonly to: string };

export type LayoutInput = { readonly tables: readonly LayoutTable[]; readonly edges: readonly LayoutEdge[] };

export type Place = { readonly x: number; readonly y: number };

export type Places = ReadonlyMap<string, Place>;

/** Space between neighbouring tables: across, where lines run, and down. */
export const columnGap = 112;
export const rowGap = 40;
