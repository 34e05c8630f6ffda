import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import { Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import type { FailedWorkItem } from '../../../generated/audit/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useFailedWork } from '../../kit/api/use-failed-work.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { shortId, singular } from '../../kit/resource/labels.ts';
import { DiscardDialog } from './DiscardDialog.tsx';
import {
  type FailedWorkGroup,
  groupFailedWork,
  groupTitle,
  type PayloadLine,
  payloadLines,
  subjectOf,
  violatedPaths,
} from './failed-work.ts';

/** The operations take so many at a time. */
const MAX_AT_ONCE = 100;

const nothingStuck = (
  <EmptyState title="Nothing is stuck" icon={<CheckCircle fontSize="small" />}>
    A job that was given up, an event that Kafka refused, and an event that a service cannot handle are laid aside here
    instead of holding up the others.
  </EmptyState>
);

/** As high as what is there most of the time, so that nothing below moves when it has loaded. */
const placeholder = (
  <Skeleton component="div" variant="rounded" width="100%" role="status" aria-label="Loading">
    {nothingStuck}
  </Skeleton>
);

/** Work that no service retries any longer, with what can be done about it. */
export function FailedWork() {
  return (
    <Section title="Needs a hand" anchor="failed-work" flush>
      <QueryContent query={useFailedWork()} height={120} placeholder={placeholder}>
        {({ items, unavailable }) => (
          <>
            {unavailable.length > 0 && (
              <p className="failed-missing" role="status">
                {unavailable.join(', ')} could not be asked; what failed there is missing here.
              </p>
            )}
            {items.length === 0 ? (
              nothingStuck
            ) : (
              <ul className="failed-groups">
                {groupFailedWork(items).map(group => (
                  <Group key={group.key} group={group} />
                ))}
              </ul>
            )}
          </>
        )}
      </QueryContent>
    </Section>
  );
}

const few = 3;

function Group({ group }: { group: FailedWorkGroup }) {
  const [all, setAll] = useState(false);
  const [discarding, setDiscarding] = useState<readonly FailedWorkItem[]>();
  const { busy, retry } = useRetry();
  const title = groupTitle(group);
  const { items, error } = group;
  const shown = all ? items : items.slice(0, few);
  const batch = items.slice(0, MAX_AT_ONCE);
  return (
    <li className="failed-group">
      <div className="failed-head">
        <div>
          <h3>{title}</h3>
          <p className="failed-error">{error}</p>
        </div>
        <div className="failed-actions">
          <Button size="small" variant="outlined" disabled={busy} onClick={() => void retry(batch)}>
            {items.length === 1
              ? 'Retry'
              : `Retry ${batch.length === items.length ? 'all' : 'the latest'} ${batch.length}`}
          </Button>
          <Button size="small" color="error" disabled={busy} onClick={() => setDiscarding(batch)}>
            {items.length === 1 ? 'Discard' : `Discard ${batch.length}`}
          </Button>
        </div>
      </div>
      <ul className="failed-items">
        {shown.map(item => (
          <Item key={item.id} item={item} single={items.length === 1} onDiscard={() => setDiscarding([item])} />
        ))}
      </ul>
      {items.length > few && (
        <Button size="small" variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${items.length - few} more`}
        </Button>
      )}
      {discarding && <DiscardDialog items={discarding} title={title} onClose={() => setDiscarding(undefined)} />}
    </li>
  );
}

function Item({ item, single, onDiscard }: { item: FailedWorkItem; single: boolean; onDiscard(): void }) {
  const { busy, retry } = useRetry();
  const { attempts, failedAt, key, payload, error } = item;
  return (
    <li className="failed-item">
      <div className="failed-facts">
        <Subject item={item} />
        <span className="soft">
          {attempts === 1 ? 'tried once' : `tried ${attempts.toLocaleString()} times`}, <DateText value={failedAt} />
        </span>
        {!single && (
          <span className="failed-actions">
            <Button size="small" disabled={busy} aria-label={`Retry ${key}`} onClick={() => void retry([item])}>
              Retry
            </Button>
            <Button size="small" color="error" disabled={busy} aria-label={`Discard ${key}`} onClick={onDiscard}>
              Discard
            </Button>
          </span>
        )}
      </div>
      {payload !== undefined && (
        <details>
          <summary>Payload</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="failed-payload" tabIndex={0}>
            {payloadLines(payload, violatedPaths(error)).map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
              <Line key={index} line={line} />
            ))}
          </pre>
        </details>
      )}
    </li>
  );
}

function Line({ line: { text, marked } }: { line: PayloadLine }) {
  const content = text.trimStart();
  return (
    <>
      {text.slice(0, text.length - content.length)}
      {marked ? <mark>{content}</mark> : content}
      {'\n'}
    </>
  );
}

function Subject({ item }: { item: FailedWorkItem }) {
  const subject = subjectOf(item);
  if (!subject) return <code className="failed-key">{item.key || item.id}</code>;
  return (
    <Link to={subject.path}>
      {singular(resources[subject.resource].title)} {shortId(item.key)}
    </Link>
  );
}

function useRetry() {
  const { busy, mutate } = useApiMutation();
  const retry = (items: readonly FailedWorkItem[]) => {
    const body = { items: items.map(({ service, kind, id }) => ({ service, kind, id })) };
    return mutate({
      intent: ['retry', body, Date.now()],
      run: () => bodyOf(api.audit.retryFailedWork({ body })),
      successMessage: ({ count }) =>
        count === 0
          ? 'It was no longer there'
          : `Trying ${count === 1 ? 'it' : `all ${count}`} again; what fails comes back here`,
    });
  };
  return { busy, retry };
}
