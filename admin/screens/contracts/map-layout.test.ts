import { expect, test } from '@jest/globals';
import { mapLayout, nodeSize } from './map-layout.ts';
import { relations } from './relations.ts';

const services =
  'audit cart catalog checkout edge gateway identity inventory notifications orders payments registry search shipping'.split(
    ' ',
  );
const layout = mapLayout(services, relations);
const node = (name: string) => layout.nodes.find(each => each.name === name);

test('every service stands on the map once, none on another, all inside', () => {
  expect(layout.nodes.map(({ name }) => name).sort()).toEqual(services);
  for (const [index, one] of layout.nodes.entries()) {
    expect(one.x + nodeSize.width).toBeLessThanOrEqual(layout.width);
    expect(one.y + nodeSize.height).toBeLessThanOrEqual(layout.height);
    for (const other of layout.nodes.slice(index + 1))
      expect(Math.abs(one.x - other.x) >= nodeSize.width || Math.abs(one.y - other.y) >= nodeSize.height).toBe(true);
  }
});

test('callers stand to the left of whom they call, listeners at the right', () => {
  for (const [caller, called] of Object.entries(relations.calls))
    for (const callee of called.filter(name => services.includes(name)))
      expect(node(caller)?.x).toBeLessThan(node(callee)?.x ?? 0);
  expect(node('audit')?.x).toBe(Math.max(...layout.nodes.map(({ x }) => x)));
});

test('fits a screen of 1280 beside the menu', () => {
  expect(layout.width).toBeLessThanOrEqual(1010);
});

test('services that call one another in a ring do not hang it', () => {
  expect(mapLayout(['a', 'b'], { calls: { a: ['b'], b: ['a'] }, consumes: {} }).edges).toHaveLength(2);
});
