import type { Rule } from '../rule';
import { docs } from '../rule';

export const partitionedWithoutPartitions: Rule = {
  code: 'partitioned-without-partitions',
  title: 'Partitioned table without partitions',
  severity: 'warning',
  why: 'A partitioned table keeps no rows itself. Until there is a partition for it, every insert fails.',
  docs: docs('ddl-partitioning.html'),
  *check(context) {
    const parents = new Set(context.tables.map(({ table }) => table.body.partitionOf?.tableId));
    const attached = context
      .ofKind('verbatim')
      .filter(({ body }) => /\bpartition\s+of\b|\battach\s+partition\b/i.test(body.text));
    for (const { table, name } of context.tables) {
      if (!table.body.partitionBy || parents.has(table.id)) continue;
      if (attached.some(({ body }) => body.text.includes(table.body.name))) continue;
      yield { record: table, message: `${name} is partitioned but has no partition, so it takes no rows.` };
    }
  },
};
