import type { Level } from '../../../generated/inventory/types.ts';

/** A level before and after a change, in the three numbers that matter. */
export function LevelPreview({ level, delta }: { level: Level; delta: number }) {
  const { onHand, reserved, available } = level;
  const rows = [
    { label: 'On hand', before: onHand, after: onHand + delta },
    { label: 'Held for orders', before: reserved, after: reserved },
    { label: 'Can be sold', before: available, after: available + delta },
  ];
  return (
    <dl className="level-preview" aria-live="polite">
      {rows.map(({ label, before, after }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="numeric">
            {before === after ? (
              before
            ) : (
              <>
                <span className="faint">{before}</span> <span aria-hidden="true">→</span>
                <span className="unseen"> becomes </span> <strong>{after}</strong>
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
