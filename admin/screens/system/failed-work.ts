import type { ResourceName } from '../../../generated/admin/resources.ts';
import type { FailedWorkItem } from '../../../generated/audit/types.ts';

/** What the key of an event identifies, by the aggregate that its topic names (`orders.order.v1`). */
const resourceByAggregate: Readonly<Record<string, ResourceName>> = {
  message: 'messages',
  order: 'orders',
  payment: 'payments',
  product: 'products',
  shipment: 'shipments',
};

/** What the key of a job identifies, by the service. */
const resourceByService: Readonly<Record<string, ResourceName>> = {
  notifications: 'messages',
  orders: 'orders',
  payments: 'payments',
  shipping: 'shipments',
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The record that failed work is about; undefined where it has no page. */
export function subjectOf({
  service,
  topic,
  key,
}: Pick<FailedWorkItem, 'service' | 'topic' | 'key'>): { resource: ResourceName; path: string } | undefined {
  if (!uuid.test(key)) return undefined;
  const resource = topic === undefined ? resourceByService[service] : resourceByAggregate[topic.split('.')[1] ?? ''];
  return resource && { resource, path: `/${resource}/${key}/show` };
}

/** Failed work of one service with the same error. */
export interface FailedWorkGroup {
  key: string;
  service: string;
  kind: FailedWorkItem['kind'];
  name: string;
  error: string;
  items: FailedWorkItem[];
}

/** Groups by service, name and error, in the order of the list. */
export function groupFailedWork(items: readonly FailedWorkItem[]): FailedWorkGroup[] {
  const groups = new Map<string, FailedWorkGroup>();
  for (const item of items) {
    const { service, kind, name, error } = item;
    const key = JSON.stringify([service, kind, name, error]);
    const group = groups.get(key) ?? { key, service, kind, name, error, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** `3 jobs “settlement” of payments were given up`. */
export function groupTitle({ service, kind, name, items: { length } }: FailedWorkGroup): string {
  const one = length === 1;
  const many = length.toLocaleString();
  if (kind === 'job') return `${many} ${one ? 'job' : 'jobs'} “${name}” of ${service} ${one ? 'was' : 'were'} given up`;
  const events = `${many} ${name} ${one ? 'event' : 'events'}`;
  return kind === 'event'
    ? `${events} of ${service} could not be published`
    : `${events} could not be handled by ${service}`;
}

/** The JSON pointers that a contract error names: `OrderPaid breaks its contract: /total must be object`. */
export function violatedPaths(error: string): string[] {
  const [, violations] = / breaks its contract: (.*)$/s.exec(error) ?? [];
  return (violations ?? '').split('; ').flatMap(violation => /^(\/\S*) /.exec(violation)?.[1] ?? []);
}

export interface PayloadLine {
  text: string;
  /** Whether a violation is here. */
  marked: boolean;
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** A payload as lines of JSON, those of `paths` (JSON pointers) marked, with everything in them. */
export function payloadLines(payload: unknown, paths: readonly string[]): PayloadLine[] {
  const wanted = new Set(paths);
  const lines: PayloadLine[] = [];
  const write = (
    value: unknown,
    path: string,
    indent: string,
    name: string,
    inMarked: boolean,
    comma: string,
  ): void => {
    const marked = inMarked || wanted.has(path);
    const entries: [string, unknown][] =
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, item]) => [Array.isArray(value) ? '' : `${JSON.stringify(key)}: `, item])
        : [];
    if (entries.length === 0) {
      lines.push({ text: `${indent}${name}${JSON.stringify(value) ?? 'null'}${comma}`, marked });
      return;
    }
    const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
    lines.push({ text: `${indent}${name}${open}`, marked });
    const keys = Object.keys(Object(value));
    for (const [place, [label, item]] of entries.entries()) {
      const next = place < entries.length - 1 ? ',' : '';
      write(item, `${path}/${escaped(keys[place] ?? '')}`, `${indent}  `, label, marked, next);
    }
    lines.push({ text: `${indent}${close}${comma}`, marked });
  };
  write(payload, '', '', '', false, '');
  return lines;
}
