import type { Publisher } from '../asyncapi/publisher.ts';
import type { Service } from '../openapi/service.ts';
import type { ReadWorkflows } from '../workflows/read-workflows.ts';
import type { Workflow } from '../workflows/workflow.ts';

/** Where the pages of a site are: names that any file system takes, no two the same. */
export class SitePaths {
  readonly #taken = new Set<string>(['index.html', 'changes.html']);
  readonly #paths = new Map<string, string>();

  constructor(services: readonly Service[], publishers: readonly Publisher[], workflows: readonly ReadWorkflows[]) {
    for (const { name, operations } of services) {
      this.#put(['service', name], `${safe(name)}/index.html`);
      const folder = this.#folder(['service', name]);
      this.#put(['schemas', name], `${folder}schemas.html`);
      for (const { id } of operations) this.#put(['operation', name, id], `${folder}${safe(id)}.html`);
    }
    for (const { name, messages } of publishers) {
      this.#put(['publisher', name], `${safe(name)}-events/index.html`);
      const folder = this.#folder(['publisher', name]);
      this.#put(['event-schemas', name], `${folder}schemas.html`);
      for (const { channel } of messages) this.#put(['channel', name, channel], `${folder}${safe(channel)}.html`);
    }
    for (const { document } of workflows)
      for (const { id } of document.workflows) this.#put(['workflow', id], `workflows/${safe(id)}.html`);
  }

  service = ({ name }: Service): string => this.#get(['service', name]);
  schemas = ({ name }: Service): string => this.#get(['schemas', name]);
  operation = ({ name }: Service, id: string): string => this.#get(['operation', name, id]);
  publisher = ({ name }: Publisher): string => this.#get(['publisher', name]);
  eventSchemas = ({ name }: Publisher): string => this.#get(['event-schemas', name]);
  channel = ({ name }: Publisher, channel: string): string => this.#get(['channel', name, channel]);
  workflow = ({ id }: Workflow): string => this.#get(['workflow', id]);

  /** The page of an operation, or of a channel with a place in it; undefined where there is none. */
  known(service: string, id: string): string | undefined {
    const [name = '', fragment] = id.split('#');
    const path =
      this.#paths.get(keyOf(['operation', service, name])) ?? this.#paths.get(keyOf(['channel', service, name]));
    return path === undefined || fragment === undefined ? path : `${path}#${fragment}`;
  }

  #put(key: readonly string[], wanted: string): void {
    if (this.#paths.has(keyOf(key))) return;
    let path = wanted;
    for (let number = 2; this.#taken.has(path.toLowerCase()); number += 1)
      path = wanted.replace(/(\/index)?\.html$/, end => `-${number}${end}`);
    this.#taken.add(path.toLowerCase());
    this.#paths.set(keyOf(key), path);
  }

  #get(key: readonly string[]): string {
    return this.#paths.get(keyOf(key)) ?? 'index.html';
  }

  #folder(key: readonly string[]): string {
    return this.#get(key).replace(/index\.html$/, '');
  }
}

const keyOf = (parts: readonly string[]): string => JSON.stringify(parts);

/** Letters, digits, dots and dashes; never a name that begins with a dot. */
function safe(name: string): string {
  const text = name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '');
  return text === '' ? 'unnamed' : text.slice(0, 100);
}
