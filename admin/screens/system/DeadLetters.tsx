import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import type { DeadLetterCount } from '../../../generated/edge/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { useDeadLetters } from './use-system.ts';

/** Events that were tried again and again and could not be handled. */
export function DeadLetters() {
  return (
    <div id="dead-letters">
      <Section title="Dead letters" flush>
        <QueryContent query={useDeadLetters()} height={120}>
          {items =>
            items.length === 0 ? (
              <EmptyState title="No event is stuck" icon={<CheckCircle fontSize="small" />}>
                An event that a service cannot handle, however often it tries, is laid aside here instead of holding up
                the others.
              </EmptyState>
            ) : (
              <Stuck items={items} />
            )
          }
        </QueryContent>
      </Section>
    </div>
  );
}

function Stuck({ items }: { items: readonly DeadLetterCount[] }) {
  return (
    <ScrollTable label="Dead letters by topic">
      <thead>
        <tr>
          <th scope="col">Topic</th>
          <th scope="col">Stuck at</th>
          <th scope="col" className="system-number">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ topic, group, count }) => (
          <tr key={`${topic} ${group}`}>
            <th scope="row">
              <code>{topic}</code>
            </th>
            <td>{group}</td>
            <td className="system-number numeric">{count.toLocaleString()}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
