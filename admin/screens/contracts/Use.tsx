import type { ContractKind, Dependents, OperationUsage } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { dayText } from './countdown.ts';
import { resultChips } from './result-chips.ts';
import { useDependents, useUsage } from './use-registry.ts';

const DAYS = 30;

/** Who depends on a contract, by pacts, and who used what of it, as it was measured. */
export function Use({ kind, name }: { kind: ContractKind; name: string }) {
  return (
    <>
      <Section title="Who depends on it" flush>
        <QueryContent query={useDependents(kind, name)} height={160}>
          {dependents =>
            dependents.length === 0 ? (
              <EmptyState title="No pact asks for it">
                A consumer that has a test with this service publishes what it asks for, and appears here.
              </EmptyState>
            ) : (
              <Pacts dependents={dependents} />
            )
          }
        </QueryContent>
      </Section>
      <Section title={`Used in the last ${DAYS} days`} flush>
        <QueryContent query={useUsage(kind, name, DAYS)} height={160}>
          {({ items, measuredSince }) =>
            measuredSince === null ? (
              <EmptyState title="Use is not measured">
                Gateway, services and storefront measure it when they run with <code>USAGE_SAMPLE</code>, the console
                with <code>CONSOLE_USAGE_SAMPLE</code>: who used which operation or event, and which fields were read.
                Values are never measured.
              </EmptyState>
            ) : items.length === 0 ? (
              <EmptyState title="Nobody used it">Measured since {measuredSince}.</EmptyState>
            ) : (
              <Measured items={items} />
            )
          }
        </QueryContent>
      </Section>
    </>
  );
}

function Pacts({ dependents }: { dependents: Dependents['items'] }) {
  return (
    <ScrollTable label="Who depends on it">
      <thead>
        <tr>
          <th scope="col">Consumer</th>
          <th scope="col">Pact</th>
          <th scope="col">Runs in</th>
          <th scope="col">Asks for</th>
        </tr>
      </thead>
      <tbody>
        {dependents.map(({ consumer, verification, environments, uses }) => (
          <tr key={consumer}>
            <th scope="row">{consumer}</th>
            <td>
              <StatusChip status={verification} tone={resultChips[verification].tone}>
                {resultChips[verification].label}
              </StatusChip>
            </td>
            <td>{environments.join(', ') || '–'}</td>
            <td className="use-list">
              {[...new Set(uses.map(({ operation, message }) => operation ?? message ?? ''))].sort().join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Measured({ items }: { items: readonly OperationUsage[] }) {
  const today = new Date();
  return (
    <ScrollTable label="Who used what">
      <thead>
        <tr>
          <th scope="col">Operation or event</th>
          <th scope="col">Consumer</th>
          <th scope="col">Last</th>
          <th scope="col">Times</th>
          <th scope="col">Fields that were read</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ operation, consumer, version, count, lastUsed, samples, fields }) => (
          <tr key={`${operation} ${consumer}`}>
            <th scope="row">{operation}</th>
            <td>
              {consumer} {version && <span className="soft">{version.slice(0, 9)}</span>}
            </td>
            <td title={lastUsed}>{dayText(lastUsed, today)}</td>
            <td className="numeric">{count.toLocaleString()}</td>
            <td className="use-list">
              <ReadFields samples={samples} fields={fields} />
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** Which fields a consumer read, and of how many samples that is known. */
function ReadFields({ samples, fields }: Pick<OperationUsage, 'samples' | 'fields'>) {
  const of = samples === 1 ? '1 sample' : `${samples.toLocaleString()} samples`;
  if (fields.length === 0)
    return <span className="faint">{samples === 0 ? 'not measured for this consumer' : `none in ${of}`}</span>;
  return (
    <>
      <code>{fields.map(({ pointer }) => pointer).join(' ')}</code>{' '}
      {samples > 0 && <span className="faint">in {of}</span>}
    </>
  );
}
