import type { Relations } from './relations.ts';

export interface MapNode {
  name: string;
  x: number;
  y: number;
}

export interface MapEdge {
  /** The caller or the publisher. */
  from: string;
  to: string;
  kind: 'call' | 'event';
  path: string;
}

export interface MapLayout {
  width: number;
  height: number;
  nodes: readonly MapNode[];
  edges: readonly MapEdge[];
}

export const nodeSize = { width: 128, height: 48 } as const;
const gap = { column: 80, row: 30 } as const;
/** Vertical place of a service that is alone in its column, so that edges pass it by. */
const asides = [0.12, 0.88];
const margin = 12;

/**
 * The layout of the map: callers left of their upstream services, pure consumers at the right; within a column near
 * their neighbours, so that edges stay short.
 */
export function mapLayout(services: readonly string[], { calls: all, consumes }: Relations): MapLayout {
  // What every service offers (`platform`) is called of each, and stands nowhere by itself.
  const calls = callsAmong(services, all);
  const columns = orderColumns(columnsOf(services, { calls, consumes }), neighbours(calls, consumes));
  const tallest = Math.max(1, ...columns.map(column => column.length));
  const height = 2 * margin + tallest * nodeSize.height + (tallest - 1) * gap.row;
  const nodes = columns.flatMap((column, index) => {
    const used = column.length * nodeSize.height + (column.length - 1) * gap.row;
    const share = column.length === 1 ? (asides[index % 2] ?? 0.5) : 0.5;
    const top = margin + (height - 2 * margin - used) * share;
    return column.map((name, row) => ({
      name,
      x: margin + index * (nodeSize.width + gap.column),
      y: Math.round(top + row * (nodeSize.height + gap.row)),
    }));
  });
  const at = new Map(nodes.map(node => [node.name, node]));
  const edge = (kind: MapEdge['kind'], from: string, to: string): MapEdge[] => {
    const start = at.get(from);
    const end = at.get(to);
    return start && end ? [{ kind, from, to, path: pathBetween(start, end, kind === 'event' ? 7 : -7) }] : [];
  };
  return {
    width: 2 * margin + columns.length * nodeSize.width + (columns.length - 1) * gap.column,
    height,
    nodes,
    edges: [
      ...Object.entries(consumes).flatMap(([consumer, publishers]) =>
        publishers.flatMap(publisher => edge('event', publisher, consumer)),
      ),
      ...Object.entries(calls).flatMap(([caller, called]) => called.flatMap(callee => edge('call', caller, callee))),
    ],
  };
}

function callsAmong(services: readonly string[], calls: Relations['calls']): Relations['calls'] {
  const among = Object.entries(calls).map(
    ([who, whom]) => [who, whom.filter(name => services.includes(name))] as const,
  );
  return Object.fromEntries(among.filter(([, whom]) => whom.length > 0));
}

function columnsOf(services: readonly string[], { calls, consumes }: Relations): string[][] {
  const called = new Set(Object.values(calls).flat());
  const consumed = new Set(Object.values(consumes).flat());
  const rankOf = (name: string, seen: readonly string[] = []): number => {
    const callers = Object.keys(calls).filter(caller => calls[caller]?.includes(name) && !seen.includes(caller));
    return callers.length === 0 ? 0 : 1 + Math.max(...callers.map(caller => rankOf(caller, [...seen, name])));
  };
  const onlyConsumes = (name: string) => !called.has(name) && !calls[name];
  const last = Math.max(0, ...services.filter(name => !onlyConsumes(name)).map(name => rankOf(name)));
  const columns = Array.from({ length: last + 2 }, (): string[] => []);
  for (const name of [...services].sort()) {
    const isAlone = onlyConsumes(name) && !consumed.has(name) && !consumes[name];
    columns[isAlone ? 0 : onlyConsumes(name) ? last + 1 : rankOf(name)]?.push(name);
  }
  return columns.filter(column => column.length > 0);
}

function neighbours(...all: Relations['calls'][]): Map<string, Set<string>> {
  const joined = new Map<string, Set<string>>();
  const join = (one: string, other: string) => joined.set(one, (joined.get(one) ?? new Set()).add(other));
  for (const [from, whom] of all.flatMap(relation => Object.entries(relation)))
    for (const to of whom) {
      join(from, to);
      join(to, from);
    }
  return joined;
}

/** Puts each service at the mean height of its neighbours, a few times over. */
function orderColumns(columns: string[][], joined: Map<string, Set<string>>): string[][] {
  let ordered = columns;
  for (let round = 0; round < 6; round += 1) {
    const heights = new Map(
      ordered.flatMap(column => column.map((name, row) => [name, (row + 0.5) / column.length] as const)),
    );
    const wish = (name: string) => {
      const found = [...(joined.get(name) ?? [])].flatMap(other => heights.get(other) ?? []);
      return found.length === 0
        ? (heights.get(name) ?? 0.5)
        : found.reduce((sum, height) => sum + height, 0) / found.length;
    };
    ordered = ordered.map(column =>
      [...column].sort((one, other) => wish(one) - wish(other) || (one < other ? -1 : 1)),
    );
  }
  return ordered;
}

/** A line from side to side; within a column it bows out to the right. */
function pathBetween(start: MapNode, end: MapNode, shift: number): string {
  const middle = nodeSize.height / 2 + shift;
  const startY = start.y + middle;
  const endY = end.y + middle;
  if (start.x === end.x) {
    const x = start.x + nodeSize.width;
    const bow = x + 18 + Math.min(34, Math.abs(endY - startY) / 8);
    return `M${x} ${startY}C${bow} ${startY} ${bow} ${endY} ${x} ${endY}`;
  }
  const isForward = end.x > start.x;
  const [startX, endX] = isForward ? [start.x + nodeSize.width, end.x] : [start.x, end.x + nodeSize.width];
  const half = (startX + endX) / 2;
  return `M${startX} ${startY}C${half} ${startY} ${half} ${endY} ${endX} ${endY}`;
}
