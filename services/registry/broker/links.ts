import type { Links } from '../../../generated/registry/types.ts';
import type { PactKey } from './store.ts';

const BASE = '/internal/pact-broker';
const encode = encodeURIComponent;

/** The addresses of the Pact Broker's resources, absolute, as HAL wants them. */
export function brokerLinks(origin: string) {
  const base = `${origin}${BASE}`;
  const pact = ({ provider, consumer, sha256 }: PactKey) =>
    `${base}/pacts/provider/${encode(provider)}/consumer/${encode(consumer)}/pact-version/${sha256}`;
  const version = (pacticipant: string, number: string) =>
    `${base}/pacticipants/${encode(pacticipant)}/versions/${encode(number)}`;
  return {
    self: (path = ''): Links => ({ self: { href: `${base}${path}` } }),
    pact,
    version,
    verificationResults: (key: PactKey) => `${pact(key)}/verification-results`,
    environment: (id: string) => `${base}/environments/${id}`,
    deployment: (pacticipant: string, number: string, environmentId: string) =>
      `${version(pacticipant, number)}/deployed-versions/environment/${environmentId}`,
    /** The relations that the official clients follow from the index. */
    index: (): Links => ({
      self: { href: base },
      'pb:publish-contracts': { href: `${base}/contracts/publish` },
      'pb:pacticipants': { href: `${base}/pacticipants` },
      'pb:pacticipant-version': { href: `${base}/pacticipants/{pacticipant}/versions/{version}`, templated: true },
      'pb:environments': { href: `${base}/environments` },
      'pb:environment': { href: `${base}/environments/{uuid}`, templated: true },
      'pb:provider-pacts-for-verification': {
        href: `${base}/pacts/provider/{provider}/for-verification`,
        templated: true,
      },
    }),
  };
}

export type BrokerLinks = ReturnType<typeof brokerLinks>;
