import type { Deployability } from '../../../generated/registry/types.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { ScrollTable } from '../../kit/components/ScrollTable.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { useDeployability } from './use-registry.ts';

type Item = Deployability['items'][number];

/** Whether the latest version of each service may go to each environment. */
export function CanIDeploy() {
  return (
    <Section title="Can I deploy?" flush>
      <QueryContent query={useDeployability()} height={420}>
        {({ environments, items }) =>
          items.length === 0 ? (
            <EmptyState title="No version is known yet">
              <code>covenant publish</code> tells the registry which version of each service there is.
            </EmptyState>
          ) : (
            <>
              <p className="matrix-summary">
                The latest version of each service beside what runs in an environment, and beside the latest of all
                others. Yes means: every pact between them was verified and is kept.
                {environments.length === 0 && (
                  <>
                    {' '}
                    No environment is known; <code>pact-broker create-environment</code> and{' '}
                    <code>record-deployment</code> tell of them.
                  </>
                )}
              </p>
              <Answers environments={environments.map(({ name }) => name)} items={items} />
            </>
          )
        }
      </QueryContent>
    </Section>
  );
}

function Answers({ environments, items }: { environments: readonly string[]; items: readonly Item[] }) {
  const latest = items.filter(({ environment }) => environment === undefined);
  const itemOf = (pacticipant: string, environment: string) =>
    items.find(item => item.pacticipant === pacticipant && item.environment === environment);
  return (
    <ScrollTable label="Can I deploy?">
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Latest version</th>
          <th scope="col">Beside the latest of all others</th>
          {environments.map(name => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {latest.map(item => (
          <tr key={item.pacticipant}>
            <th scope="row">{item.pacticipant}</th>
            <td>
              <code>{item.version.slice(0, 9)}</code>
            </td>
            <td>
              <Answer item={item} />
            </td>
            {environments.map(name => (
              <td key={name}>
                <Answer item={itemOf(item.pacticipant, name)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Answer({ item }: { item: Item | undefined }) {
  if (!item) return null;
  const { deployable, failed, reason, version, deployedVersion } = item;
  const [answer, tone] = deployable
    ? (['Yes', 'positive'] as const)
    : failed > 0
      ? (['No', 'critical'] as const)
      : (['Not known', 'neutral'] as const);
  const runs =
    deployedVersion === undefined
      ? ''
      : deployedVersion === version
        ? ' It runs there.'
        : ` ${deployedVersion.slice(0, 9)} runs there.`;
  return (
    <>
      <StatusChip status={answer} tone={tone}>
        {answer}
      </StatusChip>{' '}
      <span className="soft">
        {reason}
        {runs}
      </span>
    </>
  );
}
