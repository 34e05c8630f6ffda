import { Button } from '@mui/material';
import { useDeferredValue, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { DateText } from '../../kit/components/DateText.tsx';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import type { Tone } from '../../kit/components/status-tones.ts';
import { prepended } from '../../kit/live/feed-message.ts';
import { type ListedEvent, matching, parseObservedEvent } from './observed-events.ts';

/** So many stay on the page. */
const MOST = 200;
const address = '/api/admin/events?recent=50';

const validities: Readonly<Record<ListedEvent['validity'], { label: string; tone: Tone }>> = {
  valid: { label: 'Valid', tone: 'positive' },
  invalid: { label: 'Invalid', tone: 'critical' },
  unchecked: { label: 'Not checked', tone: 'neutral' },
};

/** The events as they are published, newest first, until it is paused. */
function useObservedEvents(paused: boolean): readonly ListedEvent[] {
  const [events, setEvents] = useState<readonly ListedEvent[]>([]);
  useEffect(() => {
    if (paused) return;
    // Ends after five minutes; the browser connects again, and gets the newest once more.
    const source = new EventSource(address);
    source.onmessage = ({ data }) => {
      const event = parseObservedEvent(data);
      if (event) setEvents(known => prepended(known, event, MOST));
    };
    return () => source.close();
  }, [paused]);
  return events;
}

/** Every event with its payload, whether it keeps its contract, and its trace. */
export function LiveEvents() {
  const [paused, setPaused] = useState(false);
  const [words, setWords] = useState('');
  const events = useObservedEvents(paused);
  const shown = matching(events, useDeferredValue(words));
  return (
    <Section
      title="Events, live"
      flush
      actions={
        <>
          <Link to="/system#failed-work">What could not be handled</Link>
          <Button size="small" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? 'Go on' : 'Pause'}
          </Button>
        </>
      }
    >
      <div className="events-filter">
        <div className="search-field">
          <input
            type="search"
            aria-label="Search in these events"
            placeholder="Order number, event, topic, trace"
            value={words}
            onChange={event => setWords(event.target.value)}
          />
        </div>
        <p className="soft" role="status">
          {paused ? 'Paused. ' : ''}
          {shown.length} of the newest {events.length}
        </p>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={events.length === 0 ? 'Nothing has happened yet' : 'Nothing matches'}>
          {events.length === 0
            ? 'Events appear here as services publish them. Change a price, or place an order.'
            : 'Try another word; payloads are searched, too.'}
        </EmptyState>
      ) : (
        <ul className="events">
          {shown.map(event => (
            <Event key={event.id} event={event} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Event({ event }: { event: ListedEvent }) {
  const { topic, partition, offset, key, type, source, time, traceId, validity, problem, bytes, payload } = event;
  const { label, tone } = validities[validity];
  return (
    <li className="event">
      <details>
        <summary>
          <StatusChip status={validity} tone={tone}>
            {label}
          </StatusChip>
          <span className="event-type">{type ?? 'unknown'}</span>
          <span className="soft event-key">{key}</span>
          <DateText value={time} />
        </summary>
        {problem && <p role="alert">{problem}</p>}
        <dl className="change-details">
          <dt>Topic</dt>
          <dd>
            <code>{topic}</code> partition {partition}, offset {offset}
          </dd>
          {source && type && (
            <>
              <dt>Contract</dt>
              <dd>
                <Link to={`/contracts/asyncapi~${source}/show#${type}`}>
                  {source}: {type}
                </Link>
              </dd>
            </>
          )}
          {traceId && (
            <>
              <dt>Trace</dt>
              <dd>
                <code>{traceId}</code>
              </dd>
            </>
          )}
        </dl>
        {payload === undefined ? (
          <p className="soft">Its payload of {bytes.toLocaleString()} bytes is too long to be shown.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          <pre className="event-payload" tabIndex={0}>
            {JSON.stringify(payload, null, 2)}
          </pre>
        )}
      </details>
    </li>
  );
}
