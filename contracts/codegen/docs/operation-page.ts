import { isObject, type Json, objectIn, refOf, valueAt } from '../document/json.ts';
import { deref } from '../openapi/deref.ts';
import type { MediaType, Operation, Parameter, Reply, Service } from '../openapi/service.ts';
import { type Html, html, type Part } from './html.ts';
import { markdown } from './markdown.ts';
import { table } from './page.ts';
import { clientSample, curlSample, exampleIn, type RequestSamples } from './request-sample.ts';
import { limitsOf, type SchemaView } from './schema-view.ts';

export interface OperationView {
  service: Service;
  schemas: SchemaView;
  samples: RequestSamples;
  /** Where the samples are sent. */
  base: string;
  /** What the form asks at first; empty for where the site is. */
  tried: string;
}

/** The page of an operation: what it takes and answers, how it is called, and a form that calls it. */
export function operationContent(operation: Operation, view: OperationView): Html {
  const { method, path, summary, description, deprecated } = operation;
  return html`<h1>${summary ?? operation.id}</h1>
<p class="request"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
${deprecated && html`<p class="notice">Deprecated${operation.sunset !== undefined && `; it works until ${operation.sunset}`}.</p>`}
${markdown(description)}
<p class="facts"><code>${operation.id}</code>${facts(operation)}</p>
${security(operation)}
<h2 id="request">Request</h2>
${operation.parameters.length === 0 && !operation.body && html`<p>It takes nothing.</p>`}
${table(
  'Parameters',
  ['Name', 'In', 'Type', 'What it is'],
  operation.parameters.map(item => parameterRow(item, view)),
)}
${(operation.body?.media ?? []).map(media => bodyPart(media, operation.body?.required ?? false, view))}
<h2 id="responses">Responses</h2>
${replies(operation, view)}
<h2 id="samples">Samples</h2>
${samples(operation, view)}
<h2 id="try">Try it</h2>
${tryForm(operation, view)}`;
}

function facts({ gateway, idempotency, tags }: Operation): Part {
  return [
    tags.length > 0 && html` · ${tags.join(', ')}`,
    idempotency !== undefined && html` · idempotency ${idempotency}`,
    gateway !== 'public' && html` · ${gateway}`,
  ];
}

function security({ security: alternatives }: Operation): Part {
  if (alternatives.length === 0) return undefined;
  const shown = alternatives.map(alternative =>
    Object.entries(alternative)
      .map(([scheme, roles]) => (roles.length > 0 ? `${scheme} (${roles.join(', ')})` : scheme))
      .join(' and '),
  );
  return html`<p>Needs ${shown.map(text => (text === '' ? 'nothing' : text)).join(', or ')}.</p>`;
}

function parameterRow(parameter: Parameter, { schemas, service }: OperationView): Part[] {
  const { name, place, required, schema, description } = parameter;
  const target = deref(service.document, schema);
  const limits = isObject(target) ? limitsOf(target) : '';
  return [
    html`<code class="name">${name}</code>${required && html` <span class="tag">required</span>`}`,
    place,
    html`<span class="type">${schemas.type(schema)}</span>`,
    [markdown(description), limits !== '' && html`<p class="limits">${limits}</p>`],
  ];
}

function bodyPart({ type, schema }: MediaType, isRequired: boolean, { schemas, service }: OperationView): Part {
  return html`<h3>Body: <code>${type}</code>${isRequired && html` <span class="tag">required</span>`}</h3>
${shape(schema, schemas, service)}`;
}

/** What a body is, and its fields, those of a schema of its own as well. */
function shape(schema: Json | undefined, schemas: SchemaView, { document }: Service): Part {
  if (schema === undefined) return undefined;
  return html`<p class="type">${schemas.type(schema)}</p>${schemas.details(deref(document, schema))}`;
}

function replies(operation: Operation, view: OperationView): Part {
  const { document } = view.service;
  const written = objectIn(valueAt(document, operation.at), 'responses');
  const known = new Set(operation.replies.map(({ status }) => String(status)));
  const others = Object.keys(written).filter(status => !known.has(status));
  return [
    operation.replies.map(reply => replyPart(reply, deref(document, written[String(reply.status)]), view)),
    others.map(status => {
      const response = deref(document, written[status]);
      return html`<h3>${status}</h3>${markdown(isObject(response) && typeof response.description === 'string' ? response.description : undefined)}`;
    }),
  ];
}

function replyPart({ status, description, media }: Reply, response: Json | undefined, view: OperationView): Part {
  const { service, schemas, samples: made } = view;
  const headers = Object.entries(objectIn(response, 'headers')).map(([name, value]) => {
    const header = deref(service.document, value);
    const text = isObject(header) && typeof header.description === 'string' ? header.description : undefined;
    return [html`<code class="name">${name}</code>`, markdown(text)];
  });
  return html`<h3 id="${`status-${status}`}">${status}</h3>
${markdown(description)}
${table(`Headers of ${status}`, ['Header', 'What it is'], headers)}
${media.map(item => {
  const holder = objectIn(response, 'content')[item.type];
  const example = item.isJson
    ? made.example(item.schema ?? true, holder, `${status} ${item.type}`)
    : exampleIn(service.document, holder);
  return html`<p><code>${item.type}</code></p>
${item.isJson && (isError(status) && refOf(item.schema) !== undefined ? html`<p class="type">${schemas.type(item.schema)}</p>` : shape(item.schema, schemas, service))}
${example !== undefined && html`<details><summary>Example</summary><pre tabindex="0"><code>${textOf(example)}</code></pre></details>`}`;
})}`;
}

/** What errors are is the same on every page: the page of the schemas has it. */
const isError = (status: Reply['status']): boolean => /^[45]|default/.test(String(status));

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

function samples(operation: Operation, { service, samples: made, base }: OperationView): Part {
  const sample = made.of(operation);
  return html`<h3>curl</h3>
<pre tabindex="0"><code>${curlSample(operation.method, sample, base)}</code></pre>
<h3>Client</h3>
<pre tabindex="0"><code>${clientSample(service, operation, sample, base)}</code></pre>`;
}

function tryForm(operation: Operation, { samples: made, tried }: OperationView): Part {
  const body = made.of(operation).body;
  const media = operation.body?.media ?? [];
  const fields = operation.parameters.filter(({ place }) => place !== 'cookie');
  return html`<form class="try" data-method="${operation.method.toUpperCase()}" data-path="${operation.path}">
<p><label for="try-base">Base URL</label><input id="try-base" name="base" type="url" value="${tried}" placeholder="this site"></p>
${fields.map(({ name, place, required, type, style, explode, ...parameter }, index) => {
  const value = required ? made.value({ name, place, required, type, style, explode, ...parameter }) : '';
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return html`<p><label for="${`try-${index}`}"><code>${name}</code> in ${place}${type === 'array' && ', separated by commas'}</label>
<input id="${`try-${index}`}" data-name="${name}" data-in="${place}" data-list="${type === 'array' && explode ? 'each' : 'joined'}" value="${shown}"${required && html` required`}></p>`;
})}
<p><label for="try-authorization">Authorization header</label><input id="try-authorization" name="authorization" autocomplete="off" placeholder="Bearer …"></p>
${
  media.length > 0 &&
  html`<p><label for="try-type">Content type</label><select id="try-type" name="type">${media.map(({ type }) => html`<option>${type}</option>`)}</select></p>
<p><label for="try-body">Body</label><textarea id="try-body" name="body" rows="8" spellcheck="false">${body ?? ''}</textarea></p>`
}
<p><button type="submit">Send</button></p>
<div class="answer" role="status"></div>
</form>`;
}
