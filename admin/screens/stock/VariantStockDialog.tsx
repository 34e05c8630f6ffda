import './stock.css';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Level } from '../../../generated/inventory/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { AdjustDialog } from './AdjustDialog.tsx';
import { levelsByLocation } from './stock-level.ts';

const MOST_LEVELS = 100;

/** The stock of one sku at every location, also where it has none yet, and the way to adjust it. */
export function VariantStockDialog({ sku, onClose }: { sku: string; onClose(): void }) {
  const id = useId();
  const [adjusting, setAdjusting] = useState<{ level: Level; place: string }>();
  const stock = useApiQuery(['stock-levels', sku], async signal => {
    const [locations, levels] = await Promise.all([
      bodyOf(api.inventory.listLocations(undefined, { signal })),
      bodyOf(api.inventory.listLevels({ query: { sku, limit: MOST_LEVELS } }, { signal })),
    ]);
    return levelsByLocation(sku, locations.items, levels.items);
  });
  return (
    <>
      <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
        <DialogTitle id={id}>Stock of {sku}</DialogTitle>
        <DialogContent>
          <QueryContent query={stock} height={96}>
            {rows =>
              rows.length === 0 ? (
                <p className="soft">There is no location yet. Add the first one under Settings.</p>
              ) : (
                <ul className="stock-places">
                  {rows.map(({ level, place }) => (
                    <li key={level.location}>
                      <span>{place}</span>
                      <span className="numeric">{level.onHand.toLocaleString()}</span>
                      <Button aria-label={`Adjust at ${place}`} onClick={() => setAdjusting({ level, place })}>
                        Adjust
                      </Button>
                    </li>
                  ))}
                </ul>
              )
            }
          </QueryContent>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
        </DialogActions>
      </Dialog>
      {adjusting && <AdjustDialog {...adjusting} onClose={() => setAdjusting(undefined)} />}
    </>
  );
}
