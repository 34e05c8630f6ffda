import './contracts.css';
import './insight.css';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Contract } from '../../../generated/registry/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Page } from '../../kit/components/Page.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { useView, ViewTabs } from '../../kit/components/ViewTabs.tsx';
import { CanIDeploy } from './CanIDeploy.tsx';
import { Deprecations } from './Deprecations.tsx';
import { LiveEvents } from './LiveEvents.tsx';
import { PactMatrix } from './PactMatrix.tsx';
import { ServiceFacts } from './ServiceFacts.tsx';
import { ServiceMap } from './ServiceMap.tsx';
import { useContracts } from './use-contracts.ts';

/** The contracts of the registry: drawn and listed, with pacts, deployments, what ends, and events. */
export default function ContractsPage() {
  const { can } = useAccess();
  const allowed = views.filter(({ name }) => name !== 'events' || can('followEvents'));
  const view = useView(['map', 'pacts', 'deploy', 'deprecated', 'events']);
  return (
    <Page
      title="Contracts"
      width="wide"
      subtitle="What each service serves and publishes, as it is written down before it is built. Everything else is generated from it."
    >
      <ViewTabs label="Contracts" views={allowed} current={view} />
      {view === 'map' && <Overview />}
      {view === 'pacts' && <PactMatrix />}
      {view === 'deploy' && <CanIDeploy />}
      {view === 'deprecated' && <Deprecations />}
      {view === 'events' && can('followEvents') && <LiveEvents />}
    </Page>
  );
}

const views = [
  { name: 'map', label: 'Map' },
  { name: 'pacts', label: 'Pacts' },
  { name: 'deploy', label: 'Can I deploy?' },
  { name: 'deprecated', label: 'Deprecated' },
  { name: 'events', label: 'Events, live' },
];

function Overview() {
  return (
    <QueryContent query={useContracts()} height={560}>
      {contracts =>
        contracts.length === 0 ? (
          <Section>
            <EmptyState title="No contract is published yet">
              Starting the platform publishes every document of <code>contracts/</code> to the registry.
            </EmptyState>
          </Section>
        ) : (
          <Published contracts={contracts} />
        )
      }
    </QueryContent>
  );
}

function Published({ contracts }: { contracts: readonly Contract[] }) {
  const [selected, setSelected] = useState('orders');
  const shown = contracts.some(({ name }) => name === selected) ? selected : contracts[0]?.name;
  return (
    <>
      <Section
        title="How they are joined"
        actions={
          <ul className="map-legend">
            <li className="legend-call">calls</li>
            <li className="legend-event">events to who listens</li>
          </ul>
        }
      >
        <ServiceMap contracts={contracts} selected={shown} onSelect={setSelected} />
      </Section>
      {shown && <ServiceFacts service={shown} contracts={contracts} onSelect={setSelected} />}
      <Section title="All contracts" flush>
        <ContractTable contracts={contracts} />
      </Section>
    </>
  );
}

function ContractTable({ contracts }: { contracts: readonly Contract[] }) {
  const sorted = [...contracts].sort(
    (one, other) => one.name.localeCompare(other.name) || other.kind.localeCompare(one.kind),
  );
  return (
    <table className="contract-table">
      <thead>
        <tr>
          <th scope="col">Contract</th>
          <th scope="col">Kind</th>
          <th scope="col">Version</th>
          <th scope="col">Owner</th>
          <th scope="col">Published</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ kind, name, title, version, owner, publishedAt }) => (
          <tr key={`${kind}${name}`}>
            <th scope="row">
              <Link to={`/contracts/${kind}~${name}/show`}>{title}</Link>
            </th>
            <td>{kind === 'openapi' ? 'REST API' : 'Events'}</td>
            <td className="numeric">{version}</td>
            <td>{owner}</td>
            <td>
              <DateText value={publishedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
