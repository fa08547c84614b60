import type { BodyOf } from '../../schema/bodies';
import type { SequenceNumbers } from '../../schema/sequence-defaults';
import { itemsOf, stringsOf, typeNameOf } from './ast';
import type { Node } from './parse';

type SequenceBody = BodyOf<'sequence'>;
export type NumberOptions = SequenceNumbers;

/** The options of CREATE SEQUENCE, ALTER SEQUENCE or an identity column, as they were written. */
type SequenceOptions = {
  readonly type?: SequenceBody['type'] | undefined;
  /** Only what was given; NO MINVALUE is a minimum that is undefined. */
  readonly numbers: NumberOptions;
  /** `[namespace, table, column]`, or `['none']`. */
  readonly ownedBy?: readonly string[] | undefined;
  readonly sequenceName?: readonly string[] | undefined;
  /** RESTART: where the next value comes from, which is data. */
  readonly restarts: boolean;
};

export function readSequenceOptions(nodes: readonly Node[] | undefined): SequenceOptions {
  const numbers: { -readonly [Key in keyof NumberOptions]: NumberOptions[Key] } = {};
  let type: SequenceBody['type'];
  let ownedBy: readonly string[] | undefined;
  let sequenceName: readonly string[] | undefined;
  let restarts = false;
  for (const node of nodes ?? []) {
    if (!('DefElem' in node)) continue;
    const { defname, arg } = node.DefElem;
    const key = numberKeys.get(defname ?? '');
    if (key !== undefined) numbers[key] = numberOf(arg);
    else if (defname === 'cycle') numbers.cycle = isTrue(arg) ? true : undefined;
    else if (defname === 'as' && arg && 'TypeName' in arg) type = integerType(typeNameOf(arg.TypeName).name);
    else if (defname === 'owned_by') ownedBy = stringsOf(itemsOf(arg));
    else if (defname === 'sequence_name') sequenceName = stringsOf(itemsOf(arg));
    else if (defname === 'restart') restarts = true;
  }
  return { type, numbers, ownedBy, sequenceName, restarts };
}

const numberKeys: ReadonlyMap<string, 'start' | 'increment' | 'minimum' | 'maximum' | 'cache'> = new Map([
  ['start', 'start'],
  ['increment', 'increment'],
  ['minvalue', 'minimum'],
  ['maxvalue', 'maximum'],
  ['cache', 'cache'],
] as const);

function numberOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ('Integer' in node) return String(node.Integer.ival ?? 0);
  return 'Float' in node ? node.Float.fval : undefined;
}

function isTrue(node: Node | undefined): boolean {
  return node !== undefined && 'Boolean' in node && node.Boolean.boolval === true;
}

function integerType(name: string): SequenceBody['type'] {
  if (name === 'int2') return 'smallint';
  return name === 'int4' ? 'integer' : undefined;
}
