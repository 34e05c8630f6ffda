import { Button } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Location } from '../../../generated/inventory/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { useLocations } from '../../kit/api/use-locations.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { LocationDialog } from './LocationDialog.tsx';

/** The locations of stock, with a link to their stock and a rename button. */
export function Locations() {
  const { can } = useAccess();
  const [open, setOpen] = useState<Location | 'new'>();
  const places = useLocations();
  return (
    <Section
      title="Locations"
      actions={can('addLocation') && <Button onClick={() => setOpen('new')}>Add location</Button>}
    >
      <QueryContent query={places} height={96}>
        {locations =>
          locations.length === 0 ? (
            <EmptyState title="No location yet">
              Stock lies somewhere: add the first location to put some there.
            </EmptyState>
          ) : (
            <ul className="settings-places">
              {locations.map(location => (
                <li key={location.id}>
                  <span>
                    {location.name} <span className="mono faint">{location.id}</span>
                  </span>
                  <Link
                    to={`/stock?filter=${encodeURIComponent(JSON.stringify({ location: location.id }))}`}
                    aria-label={`Stock at ${location.name}`}
                  >
                    Stock
                  </Link>
                  {can('renameLocation') && (
                    <Button aria-label={`Rename ${location.name}`} onClick={() => setOpen(location)}>
                      Rename
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryContent>
      {open && (
        <LocationDialog
          location={open === 'new' ? undefined : open}
          taken={places.data ?? []}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}
