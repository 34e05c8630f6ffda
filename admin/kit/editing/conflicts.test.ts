import { describe, expect, test } from '@jest/globals';
import { changedFields, differencesOf, isConflict, mergedValues } from './conflicts.ts';

const versions = {
  before: { name: 'Olga', roles: ['support'], active: true, note: 'a' },
  mine: { name: 'Olga B.', roles: ['orders'], active: true, note: 'b' },
  theirs: { name: 'Olga', roles: ['catalog'], active: false, note: 'b' },
};

describe('two people saved the same', () => {
  test('changes of one side are separate from conflicting ones; equal changes are no difference', () => {
    expect(differencesOf(versions)).toEqual({ both: ['roles'], theirs: ['active'], mine: ['name'] });
    expect(differencesOf({ ...versions, theirs: versions.before })).toEqual({
      both: [],
      theirs: [],
      mine: ['name', 'roles', 'note'],
    });
  });

  test('what is saved in the end has the changes of both, and of the rest what was chosen', () => {
    expect(mergedValues(versions, { roles: 'mine' })).toEqual({
      name: 'Olga B.',
      roles: ['orders'],
      active: false,
      note: 'b',
    });
    expect(mergedValues(versions, { roles: 'theirs' })).toEqual({
      name: 'Olga B.',
      roles: ['catalog'],
      active: false,
      note: 'b',
    });
  });

  test('a field that one of them emptied is a difference', () => {
    expect(changedFields({ note: 'a', name: 'Olga' }, { name: 'Olga' })).toEqual(['note']);
  });
});

test('a refusal is a conflict where the thing is not any more what was read, not where a rule forbids it', () => {
  expect(isConflict({ status: 412, code: undefined })).toBe(true);
  expect(isConflict({ status: 409, code: 'version_conflict' })).toBe(true);
  expect(isConflict({ status: 409, code: undefined })).toBe(false);
  expect(isConflict({ status: 422, code: 'version_conflict' })).toBe(false);
});
