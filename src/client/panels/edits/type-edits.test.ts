import { describe, expect, it } from 'vitest';
import { change } from './change';
import { editedProject } from './edited-project.fixture';
import { newId } from './new-id';
import { create } from './operations';
import { deleteRecords } from './table-edits';
import {
  addAttribute,
  addDomainCheck,
  attributeNameProblem,
  changeAttribute,
  changeDomainCheck,
  createComposite,
  createDomain,
  createRange,
  deleteAttribute,
  deleteDomainCheck,
  moveAttribute,
  usersOfType,
} from './type-edits';

describe('type edits', () => {
  it('UI-320: new types have free names, which no multirange has either', () => {
    const { state, run, live } = editedProject();
    const [range, second, domain, composite] = [newId(), newId(), newId(), newId()];
    run(createRange(state, range));
    run(createRange(state, second));
    expect(live(second, 'range').body.name).toBe('new_range_2');
    run(createDomain(state, domain));
    run(createComposite(state, composite));
    expect(live(domain, 'domain').body).toMatchObject({ name: 'new_domain', type: 'text' });
    expect(live(composite, 'composite').body).toMatchObject({ name: 'new_type', attributes: [] });
  });

  it('UI-321: checks of a domain are added under free names, changed and taken away', () => {
    const { state, run, live } = editedProject();
    const id = newId();
    run(createDomain(state, id));
    const domain = () => live(id, 'domain');
    run(addDomainCheck(domain(), ' VALUE <> $$a$$ '));
    run(addDomainCheck(domain(), 'length(VALUE) < 9'));
    expect(domain().body.checks).toEqual([
      { name: 'new_domain_check', expression: 'VALUE <> $$a$$' },
      { name: 'new_domain_check1', expression: 'length(VALUE) < 9' },
    ]);
    run(changeDomainCheck(domain(), 1, { name: 'short' }));
    run(deleteDomainCheck(domain(), 0));
    expect(domain().body.checks).toEqual([{ name: 'short', expression: 'length(VALUE) < 9' }]);
    run(deleteDomainCheck(domain(), 0));
    expect(domain().body).not.toHaveProperty('checks');
  });

  it('UI-322: attributes are added, changed, moved and taken away, and keep their type when it is renamed', () => {
    const { state, run, live } = editedProject();
    const [id, mark] = [newId(), newId()];
    run(createComposite(state, id));
    run(createDomain(state, mark));
    const record = () => live(id, 'composite');
    run(addAttribute(record(), 'street'));
    run(addAttribute(record(), 'mark'));
    run(changeAttribute(state, record(), 1, { type: 'new_domain' }));
    run(change(live(mark, 'domain'), 'new_domain', { name: 'seal' }));
    run(changeAttribute(state, record(), 1, { name: 'stamp' }));
    expect(record().body.attributes[1]).toEqual({ name: 'stamp', type: 'seal', typeId: mark });
    run(moveAttribute(record(), 1, 0));
    run(changeAttribute(state, record(), 1, { comment: 'With number' }));
    expect(record().body.attributes.map(({ name }) => name)).toEqual(['stamp', 'street']);
    expect(record().body.attributes[1]?.comment).toBe('With number');
    run(changeAttribute(state, record(), 1, { comment: undefined }));
    expect(record().body.attributes[1]).not.toHaveProperty('comment');
    expect(attributeNameProblem(record(), 'stamp')).toMatch(/already/);
    expect(attributeNameProblem(record(), 'stamp', 'stamp')).toBeNull();
    run(deleteAttribute(record(), 0));
    expect(record().body.attributes).toHaveLength(1);
  });

  it('UI-323: a type in use says by what, and is not deleted', () => {
    const { state, run, refusal, table } = editedProject();
    const [id, column, over] = [newId(), newId(), newId()];
    run(createDomain(state, id));
    const body = { tableId: table, name: 'mail', type: 'new_domain' };
    run({
      operations: [
        create('column', column, body),
        create('domain', over, { name: 'narrow', type: 'new_domain' }),
      ],
    });
    expect(
      usersOfType(state, id)
        .map((one) => one.id)
        .sort(),
    ).toEqual([column, over].sort());
    expect(refusal(deleteRecords(state, [id]))).toContain('orders.mail');
  });
});
