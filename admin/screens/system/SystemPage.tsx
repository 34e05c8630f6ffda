import './system.css';
import { useAccess } from '../../kit/api/access.ts';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useEdgeStatistics } from '../dashboard/EdgeCard.tsx';
import { cacheFigures } from '../dashboard/edge-counts.ts';
import { healthSentence } from './architecture.ts';
import { DataFlow } from './DataFlow.tsx';
import { EdgeListeners, formatShare } from './EdgeListeners.tsx';
import { FailedWork } from './FailedWork.tsx';
import { SearchIndex } from './SearchIndex.tsx';
import { Services } from './Services.tsx';
import { stalledFlows } from './service-flow.ts';
import { useDeadLetters, useHealth, useServices } from './use-system.ts';
import { Workflows } from './Workflows.tsx';

/** The whole platform on one page: how data flows, and how each part is. */
export default function SystemPage() {
  const health = useHealth();
  const services = useServices();
  const { can } = useAccess();
  const edge = useEdgeStatistics();
  const dead = useDeadLetters().data?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const hitRate = edge.data && cacheFigures(edge.data.total).hitRate;
  const stalled = stalledFlows(services.data ?? [], new Date());
  const isWell = stalled.length === 0 && health.data?.every(({ ready }) => ready);
  return (
    <Page
      title="System"
      width="wide"
      beside={
        health.data && <StatusChip status={isWell ? 'Well' : 'Impaired'} tone={isWell ? 'positive' : 'critical'} />
      }
      subtitle={health.data ? healthSentence(health.data, stalled) : 'How data flows, and how each part is.'}
    >
      {can('listFailedWork') && <FailedWork />}
      <Services query={services} />
      <div className="system">
        <Section title="How it all works">
          <QueryContent query={health} height={640}>
            {services => (
              <DataFlow
                health={services}
                dead={dead}
                cached={hitRate === undefined ? undefined : formatShare(hitRate)}
              />
            )}
          </QueryContent>
        </Section>
        <div className="column">
          <Section title="What follows from what">
            <Workflows />
          </Section>
          <SearchIndex />
        </div>
      </div>
      <EdgeListeners read={edge} />
    </Page>
  );
}
