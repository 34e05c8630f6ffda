import { Link } from 'react-router';
import type { Channel, Message } from './asyncapi.ts';
import { DocText } from './DocText.tsx';
import { Examples } from './MediaTypes.tsx';
import { dependentsOf, relations } from './relations.ts';
import { SchemaTree } from './SchemaTree.tsx';
import { type Doc, schemaTree } from './schema-tree.ts';

/** One message: when it is sent, over which topic, what it carries. */
export function MessageDoc({
  document,
  channel,
  message,
  service,
}: {
  document: Doc;
  channel: Channel;
  message: Message;
  service: string;
}) {
  const listeners = channel.topic.includes('.change.')
    ? ['audit']
    : dependentsOf(relations.consumes, service).filter(name => name !== 'audit');
  return (
    <article aria-labelledby="entry-title">
      <p className="doc-path">
        <span className="method status-info">TOPIC</span> <code>{channel.topic}</code>
      </p>
      <h2 id="entry-title" className="doc-title">
        {message.title}
      </h2>
      <p className="doc-text">
        <DocText text={[message.summary, message.sent].filter(Boolean).join(' ')} />
      </p>
      {channel.description && (
        <p className="doc-text soft">
          <DocText text={channel.description} />
        </p>
      )}
      <ul className="doc-promises">
        {message.key && <li>key: {message.key}</li>}
        {channel.promises.map(promise => (
          <li key={promise}>{promise}</li>
        ))}
        {listeners.length > 0 && (
          <li>
            listening to {service}:{' '}
            {listeners.map((name, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <Link to={`/contracts/openapi~${name}/show`}>{name}</Link>
              </span>
            ))}
          </li>
        )}
      </ul>
      <section>
        <h3>Payload</h3>
        <SchemaTree node={schemaTree(document, message.payload)} label="What the payload holds" />
        <Examples examples={message.examples} />
      </section>
      {message.headers !== undefined && (
        <section>
          <h3>Headers</h3>
          <SchemaTree node={schemaTree(document, message.headers)} label="What the headers hold" />
        </section>
      )}
    </article>
  );
}
