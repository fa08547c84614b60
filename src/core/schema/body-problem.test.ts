import { describe, expect, it } from 'vitest';
import { bodySchemas } from './bodies';
import { bodyProblem } from './body-problem';

const id = '00000000-0000-4000-8000-000000000001';
const column = { tableId: id, name: 'a', type: 'text', nullable: true, order: 'a0' };

describe('what is wrong with a body', () => {
  it.each([
    ['column', column],
    ['column', { ...column, comment: 'x' }],
    ['column', { ...column, name: '' }],
    ['column', { ...column, name: 'ä'.repeat(32) }],
    ['column', { ...column, name: 'a\0' }],
    ['column', { ...column, default: { kind: 'literal', text: 7 } }],
    ['column', { ...column, colour: 'red' }],
    ['column', { tableId: id, name: 'a', type: 'text', nullable: true }],
    ['table', { namespaceId: id, name: 't', inherits: [id, id] }],
    ['review-setting', { rule: 'x', severity: 'loud' }],
    ['note', {}],
  ] as const)('is what the schema of a %s says of %j, the second time too', (kind, body) => {
    const whole = bodySchemas[kind].safeParse(body);
    const expected = whole.success ? null : whole.error.issues[0]?.message;
    expect(bodyProblem(kind, body)).toBe(expected);
    expect(bodyProblem(kind, { ...body })).toBe(expected);
  });
});
