import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leavesNoAdmin, mustEndSessions } from './staff.ts';

const role = fc.constantFrom('admin', 'catalog', 'orders', 'support');
const change = fc.record({ roles: fc.uniqueArray(role, { minLength: 1 }), active: fc.boolean() }, { requiredKeys: [] });

describe('the last admin', () => {
  test('whatever the changes, somebody stays who may manage staff', () => {
    const staff = fc.uniqueArray(
      fc.record({ id: fc.uuid(), roles: fc.uniqueArray(role, { minLength: 1 }), active: fc.boolean() }),
      {
        selector: member => member.id,
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(staff, fc.array(fc.tuple(fc.nat(), change), { maxLength: 20 }), (start, changes) => {
        const members = [{ id: 'first', roles: ['admin'], active: true }, ...start];
        const admins = () =>
          members.filter(member => member.active && member.roles.includes('admin')).map(member => member.id);
        for (const [at, wanted] of changes) {
          const member = members[at % members.length];
          if (!member || leavesNoAdmin(admins(), member, wanted)) continue;
          Object.assign(member, wanted);
        }
        expect(admins().length).toBeGreaterThan(0);
      }),
      { seed: 20261122 },
    );
  });

  test('another admin can always be deactivated', () => {
    expect(leavesNoAdmin(['a', 'b'], { id: 'a', roles: ['admin'], active: true }, { active: false })).toBe(false);
  });
});

test.each([
  ['a lost role', { roles: ['support'] }, true],
  ['being deactivated', { active: false }, true],
  ['a further role', { roles: ['orders', 'support', 'catalog'] }, false],
  ['another name', {}, false],
])('sessions after %s', (_name, wanted, ends) => {
  expect(mustEndSessions({ id: 'a', roles: ['orders', 'support'], active: true }, wanted)).toBe(ends);
});
