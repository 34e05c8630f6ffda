import Close from '@mui/icons-material/Close';
import { Button, Drawer, IconButton, Skeleton } from '@mui/material';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { LedgerEntry, Level, Reservation } from '../../../generated/inventory/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { reasonText } from './adjustment.ts';
import { VariantName } from './VariantName.tsx';

export interface LedgerDrawerProps {
  level: Level;
  place: string;
  onAdjust(): void;
  onClose(): void;
}

/** One sku at one location: its level, its reservations, and its ledger. */
export function LedgerDrawer({ level, place, onAdjust, onClose }: LedgerDrawerProps) {
  const { can } = useAccess();
  const id = useId();
  const { sku, onHand, reserved, available } = level;
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{ paper: { 'aria-labelledby': id, role: 'dialog', className: 'stock-drawer' } }}
    >
      <header className="stock-drawer-head">
        <div>
          <h2 id={id}>{sku}</h2>
          <p className="soft">{place}</p>
        </div>
        {can('adjustStock') && (
          <Button variant="contained" onClick={onAdjust}>
            Adjust
          </Button>
        )}
        <IconButton aria-label="Close" onClick={onClose}>
          <Close />
        </IconButton>
      </header>
      <VariantName sku={sku} linked />
      <dl className="level-preview">
        <div>
          <dt>On hand</dt>
          <dd className="numeric">{onHand}</dd>
        </div>
        <div>
          <dt>Held for orders</dt>
          <dd className="numeric">{reserved}</dd>
        </div>
        <div>
          <dt>Can be sold</dt>
          <dd className="numeric">{available}</dd>
        </div>
      </dl>
      {reserved > 0 && <Reservations level={level} />}
      <Ledger level={level} />
    </Drawer>
  );
}

function Reservations({ level: { sku, location } }: { level: Level }) {
  const { data } = useApiQuery(['held', sku], async signal => {
    const query = { sku, status: 'held', limit: 20 } as const;
    return (await bodyOf(api.inventory.listReservations({ query }, { signal }))).items;
  });
  const here = (data ?? [])
    .map(reservation => ({ reservation, units: unitsOf(reservation, sku, location) }))
    .filter(({ units }) => units > 0);
  if (here.length === 0) return null;
  return (
    <section aria-label="Held for">
      <h3>Held for</h3>
      <ul className="stock-holders">
        {here.map(({ reservation, units }) => (
          <li key={reservation.id}>
            <Link to={`/orders/${reservation.id}/show`}>An order</Link>
            <span className="soft">
              until <DateText value={reservation.expiresAt} />
            </span>
            <span className="numeric">{units}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function unitsOf({ lines }: Reservation, sku: string, location: string): number {
  return lines
    .filter(line => line.sku === sku && line.location === location)
    .reduce((sum, line) => sum + line.quantity, 0);
}

function Ledger({ level: { sku, location } }: { level: Level }) {
  const { data, isPending, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['api', 'ledger', sku, location],
    queryFn: async ({ pageParam, signal }) => {
      const cursor = pageParam === '' ? {} : { cursor: pageParam };
      const query = { sku, location, limit: 30, ...cursor };
      return fieldReads.cached(await bodyOf(api.inventory.listLedger({ query }, { signal })));
    },
    initialPageParam: '',
    getNextPageParam: page => fieldReads.watched(page).nextCursor,
    select: fieldReads.watched,
  });
  const entries = data?.pages.flatMap(page => page.items) ?? [];
  return (
    <section aria-label="Ledger">
      <h3>Every change</h3>
      {isPending && <Skeleton variant="rounded" height={160} />}
      {isError && (
        <p className="soft" role="status">
          This could not be loaded. <Button onClick={() => refetch()}>Try again</Button>
        </p>
      )}
      {data && entries.length === 0 && <p className="soft">Nothing has changed here yet.</p>}
      {entries.length > 0 && (
        <ol className="stock-ledger" aria-label="Changes, newest first">
          {entries.map(entry => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'One moment…' : 'Earlier changes'}
        </Button>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: LedgerEntry }) {
  const { at, delta, onHand, reason, note, by, orderId } = entry;
  const sign = delta.toLocaleString(undefined, { signDisplay: 'exceptZero' });
  return (
    <li>
      <span className="stock-entry-what">
        <span>
          {orderId === undefined ? (
            reasonText(reason)
          ) : (
            <Link to={`/orders/${orderId}/show`}>{reasonText(reason)}</Link>
          )}
        </span>
        <span className="faint">
          <DateText value={at} />
          {by !== undefined && `, ${by}`}
        </span>
        {note !== undefined && <span className="soft">{note}</span>}
      </span>
      <span className={`numeric ${delta > 0 ? 'stock-more' : 'stock-less'}`}>{sign}</span>
      <span className="numeric stock-after">{onHand}</span>
    </li>
  );
}
