import type { PactResults } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { pactGrid } from './pact-grid.ts';
import { resultChips } from './result-chips.ts';
import { usePactResults } from './use-registry.ts';

type Pact = PactResults['items'][number];

/** Which consumer has a pact with which provider, and whether it is kept. */
export function PactMatrix() {
  return (
    <Section title="Pacts: who relies on whom, and whether it is kept" flush>
      <QueryContent query={usePactResults()} height={420}>
        {pacts =>
          pacts.length === 0 ? (
            <EmptyState title="No pact is published yet">
              The tests of consumers write what they ask of each provider; <code>covenant publish</code> brings it here.
            </EmptyState>
          ) : (
            <Grid pacts={pacts} />
          )
        }
      </QueryContent>
    </Section>
  );
}

function Grid({ pacts }: { pacts: readonly Pact[] }) {
  const { consumers, providers, cell, summary } = pactGrid(pacts);
  return (
    <>
      <p className="matrix-summary">
        {summary} A row reads: this consumer asks for so many things, and the provider’s tests of them had this result.
      </p>
      <ScrollTable label="Pacts by consumer and provider">
        <thead>
          <tr>
            <th scope="col" className="matrix-name">
              Consumer ↓ asks →
            </th>
            {providers.map(provider => (
              <th key={provider} scope="col" className="matrix-cell">
                {provider}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {consumers.map(consumer => (
            <tr key={consumer}>
              <th scope="row" className="matrix-name">
                {consumer}
              </th>
              {providers.map(provider => (
                <td key={provider} className="matrix-cell">
                  <Result pact={cell(consumer, provider)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}

function Result({ pact }: { pact: Pact | undefined }) {
  if (!pact) return null;
  const { consumer, provider, result, interactions, verifiedAt, providerVersion } = pact;
  const { label, sign, tone } = resultChips[result];
  const when = verifiedAt ? `, verified ${new Date(verifiedAt).toLocaleString()} by ${providerVersion}` : '';
  return (
    <span
      className={`status-chip status-${tone}`}
      title={`${consumer} asks ${provider} for ${interactions} things: ${label.toLowerCase()}${when}`}
    >
      <span aria-hidden="true">{sign}</span> {interactions}
      <span className="unseen"> things, {label}</span>
    </span>
  );
}
