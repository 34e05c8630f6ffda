import './dashboard.css';
import { useAccess } from '../../kit/api/access.ts';
import { useSessionState } from '../../kit/api/session.ts';
import { Page } from '../../kit/components/Page.tsx';
import { newestFirst } from '../../kit/live/activity.ts';
import { type LiveFeed, useLiveFeed } from '../../kit/live/use-live-feed.ts';
import { ActivityStream } from './ActivityStream.tsx';
import { BestSellers } from './BestSellers.tsx';
import { EdgeCard } from './EdgeCard.tsx';
import { ToDoList } from './ToDoList.tsx';
import { TodayFigures } from './TodayFigures.tsx';
import { useLiveRefresh } from './use-live-refresh.ts';

const MAX_SHOWN = 30;

/** The dashboard: today's figures, to-dos and live activity. */
export default function Dashboard() {
  const { session } = useSessionState();
  const { can } = useAccess();
  const live = useLiveFeed();
  useLiveRefresh(live);
  return (
    <Page title={greeting(new Date(), session?.name)} width="wide" actions={<LiveMark state={live.state} />}>
      {can('getOrderStatistics') && can('getCartStatistics') && <TodayFigures />}
      <div className="dashboard">
        <div className="column">
          <ToDoList />
          {can('getOrderStatistics') && <BestSellers />}
        </div>
        <div className="column">
          {can('followActivity') && (
            <ActivityStream items={newestFirst([...live.items, ...live.replayed], MAX_SHOWN)} />
          )}
          {can('getEdgeStatistics') && <EdgeCard />}
        </div>
      </div>
    </Page>
  );
}

const liveWords: Record<LiveFeed['state'], string> = {
  live: 'Live',
  connecting: 'Connecting…',
  lost: 'Not live: numbers may be a minute old',
};

function LiveMark({ state }: { state: LiveFeed['state'] }) {
  return (
    <p className={`live live-${state}`} role="status">
      {liveWords[state]}
    </p>
  );
}

function greeting(now: Date, name = ''): string {
  const hour = now.getHours();
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const called = name === '' ? '' : `, ${name}`;
  return part === 'night' ? `Still up${called}?` : `Good ${part}${called}`;
}
