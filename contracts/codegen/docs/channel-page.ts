import type { Message } from '../asyncapi/message.ts';
import type { Publisher, Topic } from '../asyncapi/publisher.ts';
import { arrayIn, isObject, type Json, objectIn, stringIn, valueAt } from '../document/json.ts';
import { ValueGenerator } from '../mock/generate-value.ts';
import { Random } from '../mock/random.ts';
import { camelCase, pascalCase } from '../names.ts';
import { deref } from '../openapi/deref.ts';
import { type Html, html, type Part } from './html.ts';
import { markdown } from './markdown.ts';
import { table } from './page.ts';
import { SHOWN_DEPTH } from './request-sample.ts';
import type { SchemaView } from './schema-view.ts';

/** The page of a channel: its topic, and each message with its payload, headers, an example, and how it is consumed. */
export function channelContent(channel: string, publisher: Publisher, schemas: SchemaView): Html {
  const written = deref(publisher.document, objectIn(publisher.document, 'channels')[channel]);
  const messages = publisher.messages.filter(message => message.channel === channel);
  const topic = publisher.topics.find(item => item.channel === channel);
  const address = messages[0]?.topic ?? topic?.topic;
  return html`<h1>${stringIn(written, 'title') ?? channel}</h1>
${address !== undefined && html`<p class="request"><span class="method event">TOPIC</span> <code>${address}</code></p>`}
${markdown(stringIn(written, 'description') ?? stringIn(written, 'summary'))}
${topic && topicFacts(topic)}
${messages.map(message => messagePart(message, publisher, schemas))}`;
}

function topicFacts({ partitions, compatibility, config }: Topic): Part {
  return table(
    'Topic',
    ['Setting', 'Value'],
    [
      ['partitions', String(partitions)],
      ...(compatibility === undefined ? [] : [['compatibility', compatibility]]),
      ...Object.entries(config),
    ],
  );
}

function messagePart(message: Message, publisher: Publisher, schemas: SchemaView): Part {
  const { name, type, payload, headers, sent } = message;
  const target = deref(publisher.document, payload);
  return html`<h2 id="${`message-${name}`}">${name}</h2>
${markdown(message.summary)}${markdown(message.description === message.summary ? undefined : message.description)}
<p class="facts">CloudEvents type <code>${type}</code> · ${sent ? `published by ${publisher.name}` : `taken by ${publisher.name}`}</p>
<h3>Payload</h3>
<p class="type">${schemas.type(payload)}</p>
${schemas.details(target)}
${headers && html`<h3>Headers</h3>${schemas.details(headers)}`}
<h3>Example</h3>
<pre tabindex="0"><code>${JSON.stringify(exampleOf(message, publisher), null, 2)}</code></pre>
${sent && html`<h3>Consumer</h3><pre tabindex="0"><code>${consumerSample(message, publisher)}</code></pre>`}`;
}

function exampleOf({ at, payload, name }: Message, { document }: Publisher): Json {
  const [first] = arrayIn(deref(document, valueAt(document, at)), 'examples');
  const given = isObject(first) ? first.payload : undefined;
  return given ?? new ValueGenerator(document, SHOWN_DEPTH).value(payload, new Random(name));
}

function consumerSample({ name }: Message, { name: service, messages }: Publisher): string {
  const others = messages.filter(message => message.name !== name).length;
  const rest = others === 0 ? '' : `\n    // ${others} more, each a function or 'ignore'`;
  return `const ${camelCase(service)}Consumer = create${pascalCase(service)}Consumer<Context>({
  handlers: {
    async ${name}(event, meta, context) {
      …
    },${rest}
  },
});`;
}
