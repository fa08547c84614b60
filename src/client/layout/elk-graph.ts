/** A component as ELK wants it, and back. Pure. */
import type { ElkNode } from 'elkjs/lib/elk-api';
import type { Component } from './components';
import type { Places } from './types';
import { columnGap, rowGap } from './types';

/**
 * The layers hold a limited number of tables (Coffman–Graham), so that a schema in which everything references
 * one table does not become one endless column; heights are evened out afterwards, in `relax`.
 */
export function elkGraph(component: Component): ElkNode {
  const count = component.tables.length;
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.edgeRouting': 'POLYLINE',
      'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
      'elk.layered.layering.coffmanGraham.layerBound': String(Math.max(2, Math.ceil(Math.sqrt(count / 1.3)))),
      'elk.layered.nodePlacement.strategy': 'SIMPLE',
      'elk.layered.thoroughness': '7',
      'elk.layered.spacing.nodeNodeBetweenLayers': String(columnGap),
      'elk.layered.spacing.edgeNodeBetweenLayers': '4',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '2',
      'elk.spacing.nodeNode': String(rowGap),
      'elk.spacing.edgeNode': '4',
      'elk.spacing.edgeEdge': '2',
    },
    children: component.tables.map(({ id, width, height }) => ({ id, width, height })),
    // Referenced tables stand left of those that reference them: one reads from the root of things onward.
    edges: component.edges.map(({ from, to }, index) => ({
      id: `e${index}`,
      sources: [to],
      targets: [from],
    })),
  };
}

export function placesOf(laidOut: { readonly children?: ElkNode[] }): Places {
  return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
}
