import './stock.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { useNavigate, useParams } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import type { Level } from '../../../generated/inventory/types.ts';
import { LOW_STOCK } from '../../../look/low-stock.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { useLocations } from '../../kit/api/use-locations.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { ListPage } from '../../kit/resource/ListPage.tsx';
import { type Column, RecordTable } from '../../kit/resource/RecordTable.tsx';
import { AdjustDialog } from './AdjustDialog.tsx';
import { locationName } from './adjustment.ts';
import { LedgerDrawer } from './LedgerDrawer.tsx';
import { levelOf } from './stock-level.ts';
import { usePrefetchVariants } from './use-variants.ts';
import { useWaiting } from './use-waiting.ts';
import { VariantName } from './VariantName.tsx';

const views = [
  { label: 'Sold out', filter: { maxAvailable: 0 } },
  { label: `Low: ${LOW_STOCK} or fewer`, filter: { maxAvailable: LOW_STOCK } },
];

/** Stock by sku and place; a row opens its ledger beside the list. */
export default function StockList() {
  usePrefetchVariants();
  return (
    <ListPage resource={resources.stock} views={views}>
      <Levels />
    </ListPage>
  );
}

function Levels() {
  const { data: cached } = useListContext();
  const data = fieldReads.watched(cached);
  const { id } = useParams();
  const navigate = useNavigate();
  const { can } = useAccess();
  const [adjusting, setAdjusting] = useState<string>();
  const locations = useLocations();
  const skus = (data ?? []).flatMap(record => levelOf(record)?.sku ?? []);
  const waiting = useWaiting(skus);
  const placeOf = (level: Level) => locationName(locations.data, level.location);
  const find = (key: string | undefined) =>
    (data ?? []).map(levelOf).find(level => level && `${level.sku}~${level.location}` === key);
  const elsewhere = useApiQuery(['level', id ?? ''], signal => readLevel(id ?? '', signal), {
    enabled: id !== undefined && data !== undefined && !find(id),
  });
  const open = find(id) ?? (id === undefined ? undefined : (elsewhere.data ?? undefined));
  const adjusted = find(adjusting) ?? (adjusting === id ? open : undefined);
  return (
    <>
      <RecordTable
        label="Stock"
        columns={columnsOf(placeOf, skus, waiting, can('adjustStock') ? setAdjusting : undefined)}
        recordTo={record => `/stock/${encodeURIComponent(record.id)}/show`}
      />
      {open && (
        <LedgerDrawer
          level={open}
          place={placeOf(open)}
          onAdjust={() => setAdjusting(id)}
          onClose={() => navigate('/stock')}
        />
      )}
      {adjusted && <AdjustDialog level={adjusted} place={placeOf(adjusted)} onClose={() => setAdjusting(undefined)} />}
    </>
  );
}

/** A level that is not on this page of the list, for a direct link. */
async function readLevel(key: string, signal: AbortSignal): Promise<Level | null> {
  const [sku = '', location = ''] = key.split('~');
  const page = await bodyOf(api.inventory.listLevels({ query: { sku, location, limit: 100 } }, { signal }));
  return page.items.find(level => level.sku === sku) ?? null;
}

function columnsOf(
  placeOf: (level: Level) => string,
  skus: readonly string[],
  waiting: ReadonlyMap<string, number>,
  adjust: ((id: string) => void) | undefined,
): Column[] {
  const show = (draw: (level: Level) => React.ReactNode) => (record: RaRecord) => {
    const level = levelOf(record);
    return level && draw(level);
  };
  return [
    {
      name: 'product',
      label: 'Product',
      grows: true,
      render: show(level => <VariantName sku={level.sku} among={skus} linked />),
    },
    { name: 'sku', label: 'SKU', primary: true, render: show(level => level.sku) },
    { name: 'location', label: 'Location', render: show(placeOf) },
    {
      name: 'onHand',
      label: 'On hand',
      align: 'end',
      render: show(level => <span className="numeric">{level.onHand}</span>),
    },
    {
      name: 'reserved',
      label: 'Held',
      align: 'end',
      render: show(level => <span className="numeric">{level.reserved}</span>),
    },
    {
      name: 'available',
      label: 'Can be sold',
      align: 'end',
      render: show(({ available }) => (
        <span className={`numeric ${available === 0 ? 'stock-out' : available <= LOW_STOCK ? 'stock-low' : ''}`}>
          {available}
        </span>
      )),
    },
    {
      name: 'waiting',
      label: 'Waiting',
      align: 'end',
      render: show(({ sku }) => <span className="numeric">{waiting.get(sku)?.toLocaleString() ?? ''}</span>),
    },
    { name: 'updatedAt', label: 'Changed', render: show(level => <DateText value={level.updatedAt} />) },
    ...(adjust
      ? [
          {
            name: 'adjust',
            label: '',
            align: 'end' as const,
            render: (record: RaRecord) => (
              <Button
                aria-label={`Adjust ${String(record.id).replace('~', ' at ')}`}
                onClick={event => {
                  event.stopPropagation();
                  adjust(String(record.id));
                }}
              >
                Adjust
              </Button>
            ),
          },
        ]
      : []),
  ];
}
