import type { UseQueryResult } from '@tanstack/react-query';
import type { EdgeStatistics } from '../../../generated/edge/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { cacheFigures, formatBytes } from '../dashboard/edge-counts.ts';
import { PurgeButton } from '../dashboard/PurgeButton.tsx';

const columns = [
  { label: 'From the cache', meaning: 'Answered at once, also while something newer was fetched' },
  { label: 'Fetched', meaning: 'Not stored, or too old' },
  { label: 'Never cached', meaning: 'Changes, and what belongs to one person' },
  { label: 'Failed', meaning: 'The origin was down and nothing was stored to answer with' },
  { label: 'Purged', meaning: 'Stored answers that a change removed' },
  { label: 'Sent', meaning: 'Bodies, in bytes' },
];

/** The edge cache's statistics of the last hour by listener. */
export function EdgeListeners({ read }: { read: UseQueryResult<EdgeStatistics> }) {
  const { can } = useAccess();
  return (
    <Section title="Edge cache, the last hour" flush actions={can('purgeTags') && <PurgeButton />}>
      <QueryContent query={read} height={160}>
        {({ fronts, total }) => (
          <ScrollTable label="The edge cache by front">
            <thead>
              <tr>
                <th scope="col">Front</th>
                <th scope="col" className="system-number">
                  Hit rate
                </th>
                {columns.map(({ label, meaning }) => (
                  <th key={label} scope="col" className="system-number" title={meaning}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...fronts, { name: 'together', total }].map(({ name, total: counts }) => {
                const { hitRate, saved } = cacheFigures(counts);
                const cells = [saved, counts.misses, counts.passes, counts.errors, counts.purges];
                return (
                  <tr key={name} className={counts === total ? 'system-sum' : undefined}>
                    <th scope="row">{name}</th>
                    <td className="system-number numeric">{hitRate === undefined ? '–' : formatShare(hitRate)}</td>
                    {cells.map((value, index) => (
                      <td key={columns[index]?.label} className="system-number numeric">
                        {value.toLocaleString()}
                      </td>
                    ))}
                    <td className="system-number numeric">{formatBytes(counts.bytes)}</td>
                  </tr>
                );
              })}
            </tbody>
          </ScrollTable>
        )}
      </QueryContent>
    </Section>
  );
}

export function formatShare(share: number): string {
  return share.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 0 });
}
