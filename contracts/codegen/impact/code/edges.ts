import { consumerOf } from './consumers.ts';
import type { Use } from './use.ts';

/** What one part of a system uses of a service: the operations that it calls, the events that it handles. */
export interface Edge {
  consumer: string;
  provider: string;
  operations: string[];
  events: string[];
}

/** The map of calls and events as the code has it; what a service calls or handles of itself is no edge. */
export function edgesOf(uses: readonly Use[]): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { member, kind, file } of uses) {
    const [provider = '', group, name = ''] = member.split(/[/#]/);
    const isCall = kind === 'calls' && group === 'client';
    const isHandled = kind === 'handles' && group === 'handlers';
    const consumer = consumerOf(file);
    if ((!isCall && !isHandled) || name === '' || consumer === provider) continue;
    const key = `${consumer} ${provider}`;
    const edge = edges.get(key) ?? { consumer, provider, operations: [], events: [] };
    const names = isCall ? edge.operations : edge.events;
    if (!names.includes(name)) names.push(name);
    edges.set(key, edge);
  }
  return [...edges.values()]
    .map(edge => ({ ...edge, operations: edge.operations.sort(), events: edge.events.sort() }))
    .sort((one, other) => `${one.consumer} ${one.provider}`.localeCompare(`${other.consumer} ${other.provider}`));
}
