import type { Propagation } from './use-storefront-status.ts';

/** Says whether the storefront shows the saved change yet. */
export function StorefrontStatus({ propagation }: { propagation: Propagation }) {
  if (propagation.state === 'none') return <span role="status" />;
  if (propagation.state === 'pending')
    return (
      <span role="status" className="live-note">
        Saved. On its way to the storefront…
      </span>
    );
  if (propagation.state === 'unconfirmed')
    return (
      <span role="status" className="live-note">
        Saved. The storefront has not confirmed it yet.
      </span>
    );
  return (
    <span role="status" className="live-note live-note-done">
      Live on the storefront in {propagation.seconds.toFixed(1)} s
    </span>
  );
}
