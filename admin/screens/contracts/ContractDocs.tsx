import Search from '@mui/icons-material/Search';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { ContractKind } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { channelsOf } from './asyncapi.ts';
import { entriesOf, grouped, search } from './entries.ts';
import { MessageDoc } from './MessageDoc.tsx';
import { Method, OperationDoc } from './OperationDoc.tsx';
import { operationsOf, tagsOf } from './openapi.ts';
import type { Doc } from './schema-tree.ts';

export interface ContractDocsProps {
  kind: ContractKind;
  name: string;
  document: Doc;
  /** Above the list of what the contract holds. */
  side: ReactNode;
}

/** The operations or messages of a contract at the left, the one named by the URL's hash at the right. */
export function ContractDocs({ kind, name, document, side }: ContractDocsProps) {
  const { hash, search: query } = useLocation();
  const [words, setWords] = useState('');
  const entries = useMemo(() => entriesOf(kind, document), [kind, document]);
  const found = search(entries, useDeferredValue(words));
  const wanted = decodeURIComponent(hash.slice(1));
  const current = entries.find(({ id }) => id === wanted)?.id ?? found[0]?.id ?? entries[0]?.id;
  return (
    <div className="docs">
      <nav className="docs-side" aria-label="What the contract holds">
        {side}
        <div className="search-field docs-search">
          <Search fontSize="small" aria-hidden="true" />
          <input
            type="search"
            aria-label="Search in this contract"
            placeholder={kind === 'openapi' ? 'Operations, paths, fields' : 'Messages, topics, fields'}
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </div>
        <div className="docs-entries">
          {grouped(found).map(({ group, entries: own }) => (
            <div key={group}>
              <p className="docs-group" title={tagsOf(document).find(tag => tag.name === group)?.description}>
                {group}
              </p>
              <ul>
                {own.map(entry => (
                  <li key={entry.id}>
                    <Link
                      to={`${query}#${encodeURIComponent(entry.id)}`}
                      replace
                      className="docs-entry"
                      aria-current={entry.id === current ? 'true' : undefined}
                    >
                      {entry.method && <Method method={entry.method} />}
                      <span className="docs-entry-text">
                        <span className="docs-entry-label">{entry.label}</span>
                        <span className="docs-entry-hint">{entry.hint}</span>
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          {found.length === 0 && entries.length > 0 && (
            <EmptyState title="Nothing matches">No operation, message or field is called so here.</EmptyState>
          )}
        </div>
      </nav>
      <Section>
        <Current kind={kind} name={name} document={document} id={current} />
      </Section>
    </div>
  );
}

function Current({
  kind,
  name,
  document,
  id,
}: {
  kind: ContractKind;
  name: string;
  document: Doc;
  id: string | undefined;
}) {
  if (kind === 'openapi') {
    const operation = operationsOf(document).find(each => each.id === id);
    if (operation) return <OperationDoc key={id} document={document} service={name} operation={operation} />;
  }
  const channel = channelsOf(document).find(({ messages }) => messages.some(message => message.id === id));
  const message = channel?.messages.find(each => each.id === id);
  if (channel && message)
    return <MessageDoc key={id} document={document} channel={channel} message={message} service={name} />;
  return <EmptyState title="This contract holds nothing yet" />;
}
