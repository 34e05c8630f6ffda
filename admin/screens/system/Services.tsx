import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Service } from '../../../generated/audit/types.ts';
import type { Contract } from '../../../generated/registry/types.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { ContactLink } from '../contracts/ContactLink.tsx';
import { useContracts } from '../contracts/use-contracts.ts';
import { formatAge, lagOf, oldestOf, stalledFlows } from './service-flow.ts';

const columns = [
  { label: 'Requests', meaning: 'In the last minute' },
  { label: 'p95', meaning: '95 % of the requests of the last minute were answered within' },
  { label: 'Failed', meaning: 'Answered with an error of ours in the last minute' },
  { label: 'Events in', meaning: 'Consumed in the last minute' },
  { label: 'Events out', meaning: 'Published in the last minute' },
  { label: 'Lag', meaning: 'How far its consumers are behind' },
  { label: 'Oldest', meaning: 'The age of the oldest event or job that waits' },
];

/** Each service with whom to ask about it, its load of the last minute, what waits there, and what runs. */
export function Services({ query }: { query: UseQueryResult<Service[]> }) {
  const contracts = useContracts().data ?? [];
  const contractOf = new Map(contracts.toReversed().map(contract => [contract.name, contract]));
  return (
    <Section title="Services, the last minute" anchor="services" flush>
      <QueryContent query={query} height={400}>
        {services => (
          <ScrollTable label="Services">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col">Owner</th>
                <th scope="col">State</th>
                {columns.map(({ label, meaning }) => (
                  <th key={label} scope="col" className="system-number" title={meaning}>
                    {label}
                  </th>
                ))}
                <th scope="col">Version</th>
              </tr>
            </thead>
            <tbody>
              {services.map(service => (
                <Row key={service.name} service={service} contract={contractOf.get(service.name)} />
              ))}
            </tbody>
          </ScrollTable>
        )}
      </QueryContent>
    </Section>
  );
}

const age = (seconds: number | undefined): string => (seconds === undefined ? '–' : formatAge(seconds));

function Row({ service, contract }: { service: Service; contract: Contract | undefined }) {
  const { name, ready, flows, load, version, commit, startedAt } = service;
  const stalled = stalledFlows([service], new Date()).map(text => text.slice(name.length + 2));
  const numbers = [
    load?.requests.toLocaleString(),
    load && load.p95Ms !== null ? `${Math.round(load.p95Ms)} ms` : undefined,
    load?.failed.toLocaleString(),
    load?.consumed.toLocaleString(),
    load?.published.toLocaleString(),
    age(lagOf(flows)),
    age(oldestOf(flows)),
  ];
  return (
    <tr>
      <th scope="row">
        <Link to={`/contracts/openapi~${name}/show`}>{name}</Link>
      </th>
      <td className="system-owner">
        {contract?.contact ? <ContactLink contact={contract.contact} /> : (contract?.owner ?? '–')}
      </td>
      <td>
        {!ready ? (
          <StatusChip status="down" tone="critical">
            Not ready
          </StatusChip>
        ) : stalled.length > 0 ? (
          <>
            <StatusChip status="stalled" tone="caution" />
            <p className="soft system-stalled">{stalled.join(', ')}</p>
          </>
        ) : (
          <StatusChip status="flowing" tone="positive">
            Flowing
          </StatusChip>
        )}
      </td>
      {numbers.map((value, index) => (
        <td key={columns[index]?.label} className="system-number numeric">
          {value ?? '–'}
        </td>
      ))}
      <td className="numeric" title={startedAt && `Since ${new Date(startedAt).toLocaleString()}`}>
        {version ?? '–'}
        {commit && <span className="soft"> {commit.slice(0, 7)}</span>}
      </td>
    </tr>
  );
}
