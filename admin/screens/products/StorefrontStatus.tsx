import type { Propagation } from './use-storefront-status.ts';

/** Says where the change that was just saved already shows. */
export function StorefrontStatus({ liveness }: { liveness: Propagation }) {
  if (liveness.state === 'none') return <span role="status" />;
  if (liveness.state === 'waiting')
    return (
      <span role="status" className="live-note">
        Saved. On its way to the storefront…
      </span>
    );
  if (liveness.state === 'unheard')
    return (
      <span role="status" className="live-note">
        Saved. The storefront has not confirmed it yet.
      </span>
    );
  return (
    <span role="status" className="live-note live-note-done">
      Live on the storefront in {liveness.seconds.toFixed(1)} s
    </span>
  );
}
