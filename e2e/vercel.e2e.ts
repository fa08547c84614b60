import { afterAll, describe, expect, it } from 'vitest';
import { provenScriptSchema } from '../src/core/protocol/proof';
import { designTogether } from './design-together';
import { Fleet } from './fleet';

/** As on a platform of functions: `next start`, two of it, none for long, and no two requests of one after the other. */
describe('where only Next runs', () => {
  const fleet = new Fleet();

  describe('VER-11: two people design a schema together, whichever instance takes a request', () => {
    designTogether(
      async () => fleet,
      (ada) => {
        it('VER-12: a function finds the processes that read, print and execute SQL', async () => {
          const { request } = ada().context;
          const projects = `${fleet.address}/api/v1/projects`;
          const made = await request.post(projects, { data: { name: 'Small' } });
          const { id }: { id: string } = await made.json();
          await request.post(`${projects}/${id}/import`, {
            headers: { 'content-type': 'text/plain' },
            data: 'CREATE TABLE orders (id bigint PRIMARY KEY, note text);',
          });
          const answer = await request.post(`${projects}/${id}/prove`, { timeout: 60_000 });
          const { proof, sql } = provenScriptSchema.parse(await answer.json());
          expect(sql).toContain('CREATE TABLE orders');
          expect(proof.verdict).toBe('identical');
        });
      },
    );

    afterAll(() => {
      expect(fleet.counts.replaced).toBeGreaterThan(2);
      expect(fleet.counts.streams).toBeGreaterThan(fleet.counts.replaced);
    });
  });
});
