import { Fragment } from 'react';
import { Link } from 'react-router';
import type { Contract } from '../../../generated/registry/types.ts';
import { Facts, Section } from '../../kit/components/Section.tsx';
import { channelsOf } from './asyncapi.ts';
import { ContactLink } from './ContactLink.tsx';
import { dependentsOf, relations } from './relations.ts';
import { useContract } from './use-contracts.ts';

export interface ServiceFactsProps {
  service: string;
  contracts: readonly Contract[];
  onSelect(service: string): void;
}

/** The selected service's dependencies and dependents, and links to its contracts. */
export function ServiceFacts({ service, contracts, onSelect }: ServiceFactsProps) {
  const own = contracts.filter(({ name }) => name === service);
  const contact = own.find(each => each.contact)?.contact;
  const publishes = own.some(({ kind }) => kind === 'asyncapi');
  const names = (services: readonly string[]) =>
    services.length === 0 ? (
      <span className="faint">nobody</span>
    ) : (
      services.map((name, index) => (
        <Fragment key={name}>
          <span className="fact-name">
            <button type="button" className="link" onClick={() => onSelect(name)}>
              {name}
            </button>
            {index < services.length - 1 && ','}
          </span>{' '}
        </Fragment>
      ))
    );
  return (
    <Section
      title={service}
      actions={own.map(({ kind }) => (
        <Link key={kind} to={`/contracts/${kind}~${service}/show`}>
          {kind === 'openapi' ? 'REST API' : 'Events'}
        </Link>
      ))}
    >
      <div className="service-facts">
        <Facts
          items={[
            { label: 'Owner', value: own[0]?.owner ?? '–' },
            ...(contact ? [{ label: 'Ask', value: <ContactLink contact={contact} /> }] : []),
            { label: 'Calls', value: names(relations.calls[service] ?? []) },
            {
              label: 'Called by',
              value:
                service === 'gateway' ? 'everybody, it is the way in' : names(dependentsOf(relations.calls, service)),
            },
            { label: 'Listens to', value: names(relations.consumes[service] ?? []) },
            { label: 'Consumed by', value: names(dependentsOf(relations.consumes, service)) },
            {
              label: 'Publishes',
              value: publishes ? <Topics service={service} /> : <span className="faint">nothing</span>,
            },
          ]}
        />
      </div>
    </Section>
  );
}

/** The topics of a service with their messages, each leading to its documentation. */
function Topics({ service }: { service: string }) {
  const { data } = useContract('asyncapi', service, 'latest');
  if (!data) return <span className="faint">…</span>;
  return channelsOf(data.document).map(({ topic, messages }) => (
    <div key={topic}>
      <code>{topic}</code>
      <p>
        {messages.map(({ id }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link to={`/contracts/asyncapi~${service}/show#${id}`}>{id}</Link>
          </span>
        ))}
      </p>
    </div>
  ));
}
