import { Link } from 'react-router';
import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { isResource } from '../../kit/api/clients.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { type Activity, pageOf, summaryOf, toneOfActivity } from '../../kit/live/activity.ts';

/** What just happened, the newest on top. */
export function ActivityStream({ items }: { items: readonly Activity[] }) {
  const { canAccess } = useAccess();
  const pathOf = (activity: Activity) => {
    const screen = pageOf(activity);
    return screen && isResource(screen.resource) && canAccess(resources[screen.resource], 'show')
      ? screen.path
      : undefined;
  };
  return (
    <Section title="Happening now" flush>
      {items.length === 0 ? (
        <div className="activity">
          <EmptyState title="Quiet so far">
            Orders, payments, parcels and changes appear here as they happen.
          </EmptyState>
        </div>
      ) : (
        <ul className="activity" aria-label="What just happened, the newest first">
          {items.map(activity => (
            <ActivityRow key={activity.id} activity={activity} to={pathOf(activity)} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function ActivityRow({ activity, to }: { activity: Activity; to: string | undefined }) {
  const text = summaryOf(activity);
  return (
    <li className="activity-row">
      <span className={`to-do-mark to-do-${toneOfActivity(activity)}`} aria-hidden="true" />
      <span className="activity-text">{to ? <Link to={to}>{text}</Link> : <span>{text}</span>}</span>
      <span className="faint">
        <DateText value={activity.at} />
      </span>
    </li>
  );
}
