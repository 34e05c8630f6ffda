import type { Publisher } from '../asyncapi/publisher.ts';
import { objectIn, stringIn } from '../document/json.ts';
import type { Service } from '../openapi/service.ts';
import type { ReadWorkflows } from '../workflows/read-workflows.ts';
import { changesContent, type Release } from './changes-page.ts';
import { channelContent } from './channel-page.ts';
import { type Html, html, type Part } from './html.ts';
import { markdown } from './markdown.ts';
import { operationContent } from './operation-page.ts';
import { link, type Page, pageDocument } from './page.ts';
import { RequestSamples, serverOf } from './request-sample.ts';
import { SchemaView, schemaAnchor } from './schema-view.ts';
import { searchIndex } from './search-index.ts';
import { SitePaths } from './site-paths.ts';
import { workflowContent } from './workflow-page.ts';

export interface SiteInput {
  title: string;
  services: readonly Service[];
  publishers: readonly Publisher[];
  workflows: readonly ReadWorkflows[];
  releases: readonly Release[];
  /** Where the examples are sent; without it, the first server of each document. */
  server: string | undefined;
}

/** More links than that are not listed beside a page: only those of its own tag are. */
const MAX_LISTED = 150;

/** The pages of a site and its search index, by path. The same contracts always give the same bytes. */
export function docsSite(input: SiteInput): Map<string, string> {
  const site = new Site(input);
  const pages = site.pages();
  return new Map([
    ...pages.map((page): [string, string] => [page.path, pageDocument(page, input.title)]),
    ['assets/search-index.js', searchIndex(pages)],
  ]);
}

class Site {
  readonly #input: SiteInput;
  readonly #paths: SitePaths;

  constructor(input: SiteInput) {
    this.#input = input;
    this.#paths = new SitePaths(input.services, input.publishers, input.workflows);
  }

  pages(): Page[] {
    const { services, publishers, workflows, releases } = this.#input;
    return [
      this.#page('index.html', this.#input.title, 'page', '', this.#index()),
      ...services.flatMap(service => this.#servicePages(service)),
      ...publishers.flatMap(publisher => this.#publisherPages(publisher)),
      ...workflows.flatMap(read => this.#workflowPages(read)),
      ...(releases.length > 0 ? [this.#page('changes.html', 'Changes', 'page', '', changesContent(releases))] : []),
    ];
  }

  #page(path: string, title: string, kind: string, words: string, content: Html, beside?: Part): Page {
    return { path, title, kind, words, content, navigation: this.#navigation(path, beside) };
  }

  #index(): Html {
    const { title, services, publishers, workflows, releases } = this.#input;
    const row = (to: string, name: string, about: string | undefined) =>
      html`<li><a href="${link('index.html', to)}">${name}</a>${about !== undefined && html`<br><span class="about">${about}</span>`}</li>`;
    return html`<h1>${title}</h1>
${services.length > 0 && html`<h2>Services</h2><ul class="cards">${services.map(service => row(this.#paths.service(service), service.title, aboutOf(service.document)))}</ul>`}
${publishers.length > 0 && html`<h2>Events</h2><ul class="cards">${publishers.map(publisher => row(this.#paths.publisher(publisher), publisher.title, aboutOf(publisher.document)))}</ul>`}
${workflows.length > 0 && html`<h2>Workflows</h2><ul class="cards">${workflows.flatMap(({ document }) => document.workflows.map(workflow => row(this.#paths.workflow(workflow), workflow.summary ?? workflow.id, undefined)))}</ul>`}
${releases.length > 0 && html`<h2>Changes</h2><p><a href="changes.html">What changed, by version</a></p>`}`;
  }

  #servicePages(service: Service): Page[] {
    const home = this.#paths.service(service);
    const schemas = this.#paths.schemas(service);
    const base = this.#input.server || (serverOf(service) ?? '');
    const tried = this.#input.server ?? base;
    const samples = new RequestSamples(service);
    const operations = service.operations.map(operation => {
      const path = this.#paths.operation(service, operation.id);
      const view = { service, schemas: new SchemaView(link(path, schemas)), samples, base, tried };
      const words = [operation.id, operation.method, operation.path, ...operation.tags, service.title].join(' ');
      const title = operation.summary ?? operation.id;
      return this.#page(
        path,
        title,
        'operation',
        words,
        operationContent(operation, view),
        this.#operations(path, service, operation.tags[0]),
      );
    });
    const beside = (path: string) => this.#operations(path, service, undefined);
    return [
      this.#page(home, service.title, 'service', service.name, this.#serviceContent(service, home), beside(home)),
      ...operations,
      this.#page(
        schemas,
        `Schemas of ${service.title}`,
        'schemas',
        Object.keys(service.schemas).join(' '),
        schemasContent(service.title, service.schemas),
        beside(schemas),
      ),
    ];
  }

  #serviceContent(service: Service, from: string): Html {
    const { document, title, operations, securitySchemes } = service;
    return html`<h1>${title} <span class="version">${stringIn(document.info, 'version')}</span></h1>
${markdown(stringIn(document.info, 'description') ?? stringIn(document.info, 'summary'))}
${tagsOf(service).map(tag => {
  const own = operations.filter(operation => (operation.tags[0] ?? '') === tag);
  return html`<h2>${tag === '' ? 'Operations' : tag}</h2>
<ul class="operations">${own.map(
    operation =>
      html`<li><a href="${link(from, this.#paths.operation(service, operation.id))}"><span class="method ${operation.method}">${operation.method.toUpperCase()}</span> <code>${operation.path}</code></a> <span class="about">${operation.summary}</span></li>`,
  )}</ul>`;
})}
${securitySchemes.length > 0 && html`<h2>Security</h2><ul>${securitySchemes.map(({ name, description }) => html`<li><code>${name}</code> ${description}</li>`)}</ul>`}
<p><a href="${link(from, this.#paths.schemas(service))}">Schemas</a></p>`;
  }

  #publisherPages(publisher: Publisher): Page[] {
    const home = this.#paths.publisher(publisher);
    const schemas = this.#paths.eventSchemas(publisher);
    const channels = [...new Set(publisher.messages.map(({ channel }) => channel))];
    const beside = (from: string) =>
      html`<ul>${channels.map(channel => html`<li><a href="${link(from, this.#paths.channel(publisher, channel))}"${from === this.#paths.channel(publisher, channel) && html` aria-current="page"`}>${channel}</a></li>`)}</ul>`;
    const content = html`<h1>${publisher.title} <span class="version">${stringIn(publisher.document.info, 'version')}</span></h1>
${markdown(stringIn(publisher.document.info, 'description'))}
<ul class="operations">${publisher.messages.map(({ name, channel, summary }) => html`<li><a href="${link(home, `${this.#paths.channel(publisher, channel)}#message-${name}`)}"><span class="method event">EVENT</span> ${name}</a> <span class="about">${summary}</span></li>`)}</ul>
<p><a href="${link(home, schemas)}">Schemas</a></p>`;
    return [
      this.#page(home, publisher.title, 'events', publisher.name, content, beside(home)),
      ...channels.map(channel => {
        const path = this.#paths.channel(publisher, channel);
        const own = publisher.messages.filter(message => message.channel === channel);
        const words = own.map(({ name, type, topic }) => `${name} ${type} ${topic ?? ''}`).join(' ');
        const view = new SchemaView(link(path, schemas));
        return this.#page(path, channel, 'channel', words, channelContent(channel, publisher, view), beside(path));
      }),
      this.#page(
        schemas,
        `Schemas of ${publisher.title}`,
        'schemas',
        Object.keys(publisher.schemas).join(' '),
        schemasContent(publisher.title, objectIn(objectIn(publisher.document, 'components'), 'schemas')),
        beside(schemas),
      ),
    ];
  }

  #workflowPages({ document, targets }: ReadWorkflows): Page[] {
    return document.workflows.map(workflow => {
      const path = this.#paths.workflow(workflow);
      const pageOf = (service: string, id: string) => {
        const to = this.#paths.known(service, id);
        return to === undefined ? undefined : link(path, to);
      };
      const content = workflowContent(workflow, targets, pageOf);
      return this.#page(path, workflow.summary ?? workflow.id, 'workflow', workflow.id, content);
    });
  }

  /** What stands beside every page: the contracts, and what is in the one that the page is of. */
  #navigation(from: string, beside: Part): Html {
    const { services, publishers, workflows, releases } = this.#input;
    const entry = (to: string, name: string) => {
      const folder = to.slice(0, to.lastIndexOf('/') + 1);
      const isHere = to === from;
      const isInside = folder !== '' && from.startsWith(folder);
      return html`<li><a href="${link(from, to)}"${isHere && html` aria-current="page"`}>${name}</a>${isInside && beside}</li>`;
    };
    const group = (name: string, entries: readonly Part[]) =>
      entries.length > 0 && html`<p class="group">${name}</p><ul>${entries}</ul>`;
    return html`${group(
      'Services',
      services.map(service => entry(this.#paths.service(service), service.title)),
    )}
${group(
  'Events',
  publishers.map(publisher => entry(this.#paths.publisher(publisher), publisher.title)),
)}
${group(
  'Workflows',
  workflows.flatMap(({ document }) =>
    document.workflows.map(item => entry(this.#paths.workflow(item), item.summary ?? item.id)),
  ),
)}
${releases.length > 0 && group('More', [entry('changes.html', 'Changes')])}`;
  }

  #operations(from: string, service: Service, tag: string | undefined): Part {
    const isSmall = service.operations.length <= MAX_LISTED;
    const listed = service.operations.filter(({ tags }) => isSmall || (tag !== undefined && tags[0] === tag));
    if (listed.length === 0) return undefined;
    return html`<ul>${listed.map(({ id, summary }) => {
      const to = this.#paths.operation(service, id);
      return html`<li><a href="${link(from, to)}"${to === from && html` aria-current="page"`}>${summary ?? id}</a></li>`;
    })}</ul>`;
  }
}

function tagsOf({ operations }: Service): string[] {
  return [...new Set(operations.map(({ tags }) => tags[0] ?? ''))];
}

function schemasContent(title: string, schemas: Readonly<Record<string, Service['schemas'][string]>>): Html {
  const view = new SchemaView('');
  return html`<h1>Schemas of ${title}</h1>
${Object.entries(schemas).map(
  ([name, schema]) => html`<section id="${schemaAnchor(name)}"><h2>${name}</h2>
${markdown(stringIn(schema, 'description'))}
<p class="type">${view.type(schema)}</p>
${view.details(schema)}</section>`,
)}`;
}

function aboutOf(document: Service['document']): string | undefined {
  const { info } = document;
  const text = stringIn(info, 'summary') ?? stringIn(info, 'description')?.split('\n')[0];
  const version = stringIn(info, 'version');
  return [version, text].filter(part => part !== undefined).join(' · ');
}
