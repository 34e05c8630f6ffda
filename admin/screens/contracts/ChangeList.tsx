import type { ContractChange, ContractComparison } from '../../../generated/registry/types.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import type { Tone } from '../../kit/components/status-tones.ts';
import { changeGroups, changeSummary, hitConsumers, versionText } from './change-groups.ts';
import { dayText } from './countdown.ts';

const tones: Readonly<Record<ContractChange['severity'], Tone>> = {
  breaking: 'critical',
  warning: 'caution',
  addition: 'positive',
  info: 'neutral',
};

/** What changed, the worst first, with who is hit and the safe way to the same end. */
export function ChangeList({ comparison }: { comparison: ContractComparison }) {
  const { items, from, to } = comparison;
  const hit = hitConsumers(items);
  return (
    <div className="changes">
      <p className="changes-summary">
        <strong>
          {from} → {to === from ? 'draft' : to}: {changeSummary(items)}
        </strong>{' '}
        <span className={comparison.isVersionEnough ? 'soft' : 'changes-low'}>{versionText(comparison)}</span>
        {hit.length > 0 && <span> Known to be hit: {hit.join(', ')}.</span>}
      </p>
      {changeGroups(items).map(({ severity, title, meaning, changes }) => (
        <section key={severity} aria-label={title}>
          <h3>
            <StatusChip status={title} tone={tones[severity]}>
              {title}
            </StatusChip>{' '}
            <span className="soft">{meaning}</span>
          </h3>
          <ul>
            {changes.map((change, index) => (
              <Change
                key={`${change.id} ${change.after ?? change.before ?? index} ${change.message}`}
                change={change}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Change({ change }: { change: ContractChange }) {
  const { id, message, hits, at, before, after, safeWay, counterexample, unproven, consumers } = change;
  return (
    <li className="change">
      <p className="change-message">{message}</p>
      {consumers.length > 0 && <Consumers consumers={consumers} />}
      {safeWay && <p className="soft">{safeWay}</p>}
      <details>
        <summary>Details</summary>
        <dl className="change-details">
          <dt>Rule</dt>
          <dd>
            <code>{id}</code>
          </dd>
          {hits.length > 0 && (
            <>
              <dt>Met by</dt>
              <dd>{hits.join(' and ')}</dd>
            </>
          )}
          {at.length > 0 && (
            <>
              <dt>In</dt>
              <dd>{at.join(', ')}</dd>
            </>
          )}
          {(after ?? before) !== undefined && (
            <>
              <dt>Place</dt>
              <dd>
                <code>{after ?? before}</code>
              </dd>
            </>
          )}
          {counterexample !== undefined && (
            <>
              <dt>For example</dt>
              <dd>
                <code>{JSON.stringify(counterexample)}</code>
              </dd>
            </>
          )}
          {unproven && (
            <>
              <dt>Not proven safe</dt>
              <dd>{unproven}</dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}

function Consumers({ consumers }: { consumers: ContractChange['consumers'] }) {
  const today = new Date();
  return (
    <ul className="change-consumers" aria-label="Who is hit">
      {consumers.map(({ consumer, hasPact, lastUsed }) => (
        <li key={consumer}>
          <strong>{consumer}</strong>{' '}
          <span className="soft">
            {[hasPact && 'has a pact', lastUsed && `used it ${dayText(lastUsed, today)}`].filter(Boolean).join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
