import './dashboard.css';
import { useRoles } from '../../kit/api/access.ts';
import { useSessionState } from '../../kit/api/session.ts';
import { Page } from '../../kit/components/Page.tsx';
import { newestOf } from '../../kit/live/activity.ts';
import { type Live, useLive } from '../../kit/live/use-live-feed.ts';
import { ActivityStream } from './ActivityStream.tsx';
import { BestSellers } from './BestSellers.tsx';
import { EdgeCard } from './EdgeCard.tsx';
import { NeedsHand } from './ToDoList.tsx';
import { TodayFigures } from './TodayFigures.tsx';
import { useLiveReads } from './use-live-refresh.ts';

const MOST_SHOWN = 30;

/** The first page: how the day goes, what needs a hand, and what happens. */
export default function Dashboard() {
  const { session } = useSessionState();
  const { may } = useRoles();
  const live = useLive();
  useLiveReads(live);
  return (
    <Page title={greeting(new Date(), session?.name)} width="wide" actions={<LiveMark state={live.state} />}>
      {may('getOrderStatistics') && may('getCartStatistics') && <TodayFigures />}
      <div className="dashboard">
        <div className="column">
          <NeedsHand />
          {may('getOrderStatistics') && <BestSellers />}
        </div>
        <div className="column">
          {may('followActivity') && <ActivityStream items={newestOf([...live.items, ...live.earlier], MOST_SHOWN)} />}
          {may('getEdgeStatistics') && <EdgeCard />}
        </div>
      </div>
    </Page>
  );
}

const liveWords: Record<Live['state'], string> = {
  live: 'Live',
  connecting: 'Connecting…',
  lost: 'Not live: numbers may be a minute old',
};

function LiveMark({ state }: { state: Live['state'] }) {
  return (
    <p className={`live live-${state}`} role="status">
      {liveWords[state]}
    </p>
  );
}

function greeting(now: Date, name = ''): string {
  const hour = now.getHours();
  const part = hour < 5 ? 'night' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const first = name.split(' ')[0];
  return part === 'night' ? `Still up${first ? `, ${first}` : ''}?` : `Good ${part}${first ? `, ${first}` : ''}`;
}
