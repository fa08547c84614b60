import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mutationRequestSchema } from '../../core/protocol/mutation';
import { createSchemas } from '../../core/schema/bodies';
import { jsonPointer, validBody, validQuery } from './validation';

const id = '0b0e1c6e-3c1f-4d0e-9a51-6f1a1d6a5f11';

function problemOf(schema: z.ZodType, value: unknown) {
  const result = validBody(schema, value);
  return result.ok ? null : result.problem;
}

describe('validation', () => {
  it('HTTP-3: says what is missing, and where', () => {
    expect(problemOf(createSchemas.column, { tableId: id, name: 'a' })).toEqual({
      code: 'invalid-request',
      detail: 'The field type is missing.',
      pointer: '/type',
    });
    expect(problemOf(createSchemas.table, null)).toMatchObject({
      detail: 'The request body has the wrong type: object is expected.',
      pointer: '',
    });
  });

  it('HTTP-3: points into the operation that is wrong', () => {
    const operation = (body: unknown) => ({ id, operations: [{ type: 'table.create', id, body }] });
    expect(problemOf(mutationRequestSchema, operation({ name: 7 }))).toMatchObject({
      detail: 'The field operations.0.body.name has the wrong type: string is expected.',
      pointer: '/operations/0/body/name',
    });
    expect(problemOf(mutationRequestSchema, operation({ name: 'x'.repeat(64) }))).toMatchObject({
      detail: 'The field operations.0.body.name is not right: A name has at most 63 bytes in PostgreSQL.',
    });
    expect(problemOf(mutationRequestSchema, operation({ name: 'a', nmae: 'b' }))).toMatchObject({
      detail: 'The field operations.0.body has a field that is not known here: nmae.',
      pointer: '/operations/0/body',
    });
    expect(problemOf(mutationRequestSchema, { id, operations: [{ type: 'table.explode' }] })).toMatchObject({
      detail: expect.stringContaining('operations.0.type has a value that is not known here'),
    });
  });

  it('HTTP-3: of several forms it speaks of the one that was meant', () => {
    const element = (value: unknown) => ({ tableId: id, elements: [value] });
    expect(problemOf(createSchemas.index, element({ columnId: id, direction: 'up' }))).toMatchObject({
      pointer: '/elements/0/direction',
      detail: 'The field elements.0.direction has to be one of: asc, desc.',
    });
  });

  it('HTTP-3: names query parameters', () => {
    const schema = z.object({ limit: z.coerce.number().max(500) });
    expect(validQuery(schema, { limit: ['1000'] })).toMatchObject({
      problem: { detail: expect.stringContaining('The query parameter limit is not right') },
    });
    expect(validQuery(schema, { limit: ['10'] })).toEqual({ ok: true, value: { limit: 10 } });
  });

  it('HTTP-3: refuses query parameters that are not known or there twice, and says which are known', () => {
    const schema = z.strictObject({ before: z.string().optional(), limit: z.string().optional() });
    const refusal = (detail: string) => ({ ok: false, problem: { code: 'invalid-request', detail } });
    expect(validQuery(schema, { limt: ['1'] })).toEqual(
      refusal('The query has a parameter that is not known here: limt. Known: before, limit.'),
    );
    expect(validQuery(schema, { limit: ['1', '2'] })).toEqual(
      refusal('The query parameter limit is there more than once.'),
    );
  });

  it('HTTP-3: escapes pointers as RFC 6901 has it', () => {
    expect(jsonPointer(['a/b', 0, 'c~d'])).toBe('/a~1b/0/c~0d');
  });
});
