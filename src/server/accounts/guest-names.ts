/** Friendly and easy to tell apart when read aloud; none of them a remark about the person. */
const adjectives = [
  ...['Amber', 'Azure', 'Bold', 'Brave', 'Bright', 'Calm', 'Clever', 'Coral', 'Crimson', 'Dapper'],
  ...['Eager', 'Emerald', 'Gentle', 'Golden', 'Hazel', 'Indigo', 'Ivory', 'Jade', 'Jolly', 'Kind'],
  ...['Lively', 'Lucky', 'Maple', 'Mellow', 'Merry', 'Misty', 'Nimble', 'Olive', 'Patient', 'Quick'],
  ...['Quiet', 'Ruby', 'Sandy', 'Silver', 'Steady', 'Sunny', 'Swift', 'Violet', 'Warm', 'Wise'],
] as const;

const animals = [
  ...['Badger', 'Beaver', 'Bison', 'Crane', 'Dolphin', 'Falcon', 'Ferret', 'Finch', 'Fox', 'Gecko'],
  ...['Heron', 'Ibex', 'Jackdaw', 'Kestrel', 'Koala', 'Lark', 'Lemur', 'Lynx', 'Magpie', 'Marten'],
  ...['Newt', 'Ocelot', 'Orca', 'Osprey', 'Otter', 'Owl', 'Panda', 'Pelican', 'Puffin', 'Quail'],
  ...['Raven', 'Robin', 'Seal', 'Sparrow', 'Stork', 'Swan', 'Tapir', 'Toucan', 'Walrus', 'Wren'],
] as const;

/**
 * Dark enough for white text at AA contrast (4.5:1, WCAG 2.2, 1.4.3), so that a name on a cursor can be
 * read; the test computes it.
 */
export const personColors = [
  ...['#b42318', '#b93815', '#93570b', '#4d6b12', '#087443', '#0e7466'],
  ...['#0e6f90', '#175cd3', '#4338ca', '#6938ef', '#9f1ab1', '#c01574'],
] as const;

/** A name for a new guest, the same for the same id: "Amber Heron". */
export function guestNameOf(id: string): string {
  const hash = hashOf(id);
  const adjective = adjectives[hash % adjectives.length];
  const animal = animals[Math.floor(hash / adjectives.length) % animals.length];
  return `${adjective} ${animal}`;
}

/** The colour in which others see this account, the same everywhere and without storing it. */
export function personColorOf(id: string): string {
  return personColors[hashOf(`color ${id}`) % personColors.length] ?? personColors[0];
}

/** 32-bit FNV-1a (Fowler, Noll, Vo): spreads short texts well enough for a pick from a list. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
