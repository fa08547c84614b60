import { stringOf, stringsOf } from './ast';
import type { Node } from './parse';

/**
 * The name that PostgreSQL would give a column that holds this expression, or undefined when it has
 * none in mind (FigureIndexColname in parse_target.c). Part of the names it makes up for indexes.
 */
export function expressionName(node: Node | undefined): string | undefined {
  return figure(node).name;
}

type Guess = { readonly name?: string | undefined; readonly isStrong: boolean };

const none: Guess = { isStrong: false };

function figure(node: Node | undefined): Guess {
  if (node === undefined) return none;
  if ('ColumnRef' in node) return strong(stringsOf(node.ColumnRef.fields).filter(Boolean).at(-1));
  if ('FuncCall' in node) return strong(stringsOf(node.FuncCall.funcname).at(-1));
  if ('CollateClause' in node) return figure(node.CollateClause.arg);
  if ('A_Indirection' in node) {
    const field = (node.A_Indirection.indirection ?? []).map(stringOf).filter(Boolean).at(-1);
    return field ? strong(field) : figure(node.A_Indirection.arg);
  }
  if ('TypeCast' in node) {
    const inner = figure(node.TypeCast.arg);
    if (inner.isStrong) return inner;
    return { name: stringsOf(node.TypeCast.typeName?.names).at(-1) ?? inner.name, isStrong: false };
  }
  if ('CaseExpr' in node) {
    const inner = figure(node.CaseExpr.defresult);
    return inner.isStrong ? inner : { name: 'case', isStrong: false };
  }
  if ('CoalesceExpr' in node) return strong('coalesce');
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('A_ArrayExpr' in node) return strong('array');
  if ('RowExpr' in node) return strong('row');
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_NULLIF') return strong('nullif');
  return none;
}

function strong(name: string | undefined): Guess {
  return { name, isStrong: name !== undefined };
}
