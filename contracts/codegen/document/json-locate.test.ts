import { expect, test } from '@jest/globals';
import { Source } from './source.ts';

test('a JSON file knows where its values stand, as a YAML file does', () => {
  const text = `{
  "a": { "b/c": [1, { "d": "}]\\"" }, [2]], "e": null },
  "\\u0066": true
}
`;
  const json = new Source('a.json', text);
  const yaml = new Source('a.yaml', text);
  for (const path of [
    ['a'],
    ['a', 'b/c'],
    ['a', 'b/c', 1, 'd'],
    ['a', 'b/c', 2, 0],
    ['a', 'e'],
    ['f'],
    ['a', 'nothing'],
  ]) {
    expect([path, json.locate(path)]).toEqual([path, yaml.locate(path)]);
  }
});
