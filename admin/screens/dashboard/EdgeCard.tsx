import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { cacheFigures, formatBytes, minutesOf } from './edge-counts.ts';
import { PurgeButton } from './PurgeButton.tsx';
import { Sparkline } from './Sparkline.tsx';

/** The edge cache's statistics of the last hour. */
export function useEdgeStatistics() {
  return useApiQuery(['edge'], signal => bodyOf(api.edge.getEdgeStatistics({}, { signal })), {
    refetchInterval: 10_000,
  });
}

/** The edge cache in short: its hit rate, and the requests it saved. */
export function EdgeCard() {
  const { can } = useAccess();
  return (
    <Section title="Edge cache" actions={can('purgeTags') && <PurgeButton />}>
      <QueryContent query={useEdgeStatistics()} height={120}>
        {statistics => {
          const { hitRate, saved, asked } = cacheFigures(statistics.total);
          const minutes = minutesOf(statistics, new Date());
          const clock = (at: string) =>
            new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
          return (
            <>
              <p className="edge-rate numeric">
                {hitRate === undefined
                  ? '–'
                  : hitRate.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 0 })}
                <span className="edge-rate-note">from the cache</span>
              </p>
              <p className="soft">
                {asked === 0
                  ? 'Nobody has asked for anything in the last hour.'
                  : `${saved.toLocaleString()} of ${asked.toLocaleString()} answers in the last hour took no work of a service.`}
              </p>
              <Sparkline
                values={minutes.map(minute => minute.saved)}
                label={`Answers from the cache by minute, ${saved.toLocaleString()} in the last hour`}
                title={index =>
                  `${clock(minutes[index]?.at ?? '')}: ${minutes[index]?.saved} from the cache, ${minutes[index]?.misses} fetched`
                }
              />
              <p className="faint numeric">
                {statistics.stored.answers.toLocaleString()} answers kept, {formatBytes(statistics.stored.bytes)} of{' '}
                {formatBytes(statistics.stored.limit)}
              </p>
            </>
          );
        }}
      </QueryContent>
    </Section>
  );
}
