import { Skeleton } from '@mui/material';
import { Section } from '../../kit/components/Section.tsx';
import { Timeline } from '../../kit/components/Timeline.tsx';
import { CopyText } from './CopyText.tsx';
import { type OrderEvent, type TimelineSources, timelineOf } from './timeline.ts';

/** The order's events of all services, each with its time and its trace, where known. */
export function OrderTimeline({ sources, loading }: { sources: TimelineSources; loading: boolean }) {
  const items = timelineOf(sources).reverse();
  return (
    <Section title="Timeline" anchor="timeline">
      {loading ? (
        <div aria-busy="true">
          <Skeleton variant="rounded" height={280} role="status" aria-label="Loading" />
        </div>
      ) : (
        <Timeline
          label="What happened to this order, newest first"
          items={items.map(item => ({ ...item, detail: <Detail item={item} /> }))}
        />
      )}
    </Section>
  );
}

function Detail({ item: { at, detail, traceId } }: { item: OrderEvent }) {
  const clock = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (
    <span className="order-detail">
      {detail && <span>{detail}</span>}
      <span className="faint order-trace">
        <span className="numeric">{clock}</span>
        {traceId && (
          <CopyText value={traceId} label="Trace">
            {`Trace ${traceId.slice(0, 8)}`}
          </CopyText>
        )}
      </span>
    </span>
  );
}
