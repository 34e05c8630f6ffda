import { Link } from 'react-router';
import type { Deprecations as DeprecationsBody } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { daysUntil, dayText } from './countdown.ts';
import { useDeprecations } from './use-registry.ts';

type Item = DeprecationsBody['items'][number];

/** A sunset is near, days. */
const NEAR = 30;

/** What ends, when, and who still uses it. */
export function Deprecations() {
  return (
    <Section title="Deprecated" flush>
      <QueryContent query={useDeprecations()} height={200}>
        {items =>
          items.length === 0 ? (
            <EmptyState title="Nothing ends">
              An operation that is <code>deprecated: true</code> appears here with the day of its sunset; until then the
              gateway tells its callers with each answer.
            </EmptyState>
          ) : (
            <Endings items={items} />
          )
        }
      </QueryContent>
    </Section>
  );
}

function Endings({ items }: { items: readonly Item[] }) {
  const today = new Date();
  return (
    <ScrollTable label="Deprecated operations">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col">Ends</th>
          <th scope="col">Used in the last 30 days by</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, operation, summary, sunset, deprecated, consumers }) => (
          <tr key={`${name} ${operation}`}>
            <th scope="row">
              <Link to={`/contracts/openapi~${name}/show?view=use`}>{operation}</Link>
              <p className="soft">
                {name}: {summary}
              </p>
            </th>
            <td title={deprecated && `Deprecated since ${deprecated}`}>
              {sunset === undefined ? (
                <span className="soft">no day is said</span>
              ) : (
                <StatusChip status="sunset" tone={daysUntil(sunset, today) <= NEAR ? 'critical' : 'caution'}>
                  {sunset}, {dayText(sunset, today)}
                </StatusChip>
              )}
            </td>
            <td className="use-list">
              {consumers.length === 0 ? (
                <span className="faint">nobody that is known</span>
              ) : (
                consumers.map(({ consumer, lastUsed }) => `${consumer} (${dayText(lastUsed, today)})`).join(', ')
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
