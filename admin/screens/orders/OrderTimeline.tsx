import { Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { counted } from '../../../look/counted.ts';
import { Section } from '../../kit/components/Section.tsx';
import { Timeline } from '../../kit/components/Timeline.tsx';
import { isStockStep, type OrderEvent, supportText, type TimelineSources, timelineOf } from './timeline.ts';

/** The order's events of all services, newest first; the inner steps of stock are folded. */
export function OrderTimeline({ sources, loading }: { sources: TimelineSources; loading: boolean }) {
  const [all, setAll] = useState(false);
  const events = timelineOf(sources);
  const stockSteps = events.filter(isStockStep).length;
  const shown = (all ? events : events.filter(event => !isStockStep(event))).toReversed();
  return (
    <Section
      title="Timeline"
      anchor="timeline"
      actions={!loading && <CopyForSupport text={supportText(sources.order.number, events)} />}
    >
      {loading ? (
        <div aria-busy="true">
          <Skeleton variant="rounded" height={280} role="status" aria-label="Loading" />
        </div>
      ) : (
        <>
          <Timeline
            label="What happened to this order, newest first"
            items={shown.map(item => ({ ...item, detail: <Detail item={item} /> }))}
          />
          {stockSteps > 0 && (
            <Button size="small" variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Fold the steps of stock' : `Show ${counted(stockSteps, 'step')} of stock`}
            </Button>
          )}
        </>
      )}
    </Section>
  );
}

/** Copies the events with the traces of their requests, for a message to the team. */
function CopyForSupport({ text }: { text: string }) {
  const notify = useNotify();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      notify('The timeline with its traces is in the clipboard', { type: 'info' });
    } catch {
      notify('The browser does not allow copying here.', { type: 'warning' });
    }
  };
  return (
    <Button size="small" onClick={() => void copy()}>
      Copy for support
    </Button>
  );
}

function Detail({ item: { at, detail } }: { item: OrderEvent }) {
  const clock = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (
    <span className="order-detail">
      {detail && <span>{detail}</span>}
      <span className="faint order-clock numeric">{clock}</span>
    </span>
  );
}
