import { FormControlLabel, Switch } from '@mui/material';
import { useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { Section } from '../../kit/components/Section.tsx';

const mostReady = 100;

/** Automatic shipping, and what it means. */
export function ShippingSettings() {
  const settings = useApiQuery(['shipping-settings'], signal =>
    bodyOf(api.shipping.getShippingSettings(undefined, { signal })),
  );
  return (
    <Section title="Shipping">
      <QueryContent query={settings} height={84}>
        {({ automatic }) => <AutomaticShipping automatic={automatic} />}
      </QueryContent>
    </Section>
  );
}

function AutomaticShipping({ automatic }: { automatic: boolean }) {
  const [asking, setAsking] = useState(false);
  const { can } = useAccess();
  const { mutate, busy } = useApiMutation();
  const meaning = useId();
  const save = (wanted: boolean) => bodyOf(api.shipping.saveShippingSettings({ body: { automatic: wanted } }));
  const switchOn = async () => {
    const done = await mutate({
      intent: ['shipping-settings', true],
      run: () => save(true),
      successMessage: 'Parcels ship automatically.',
    });
    if (done) setAsking(false);
  };
  const switchOff = () =>
    mutate({
      intent: ['shipping-settings', false],
      run: () => save(false),
      successMessage: 'Parcels wait until somebody ships them.',
      undo: () => ({ run: () => save(true), successMessage: 'Parcels ship automatically again.' }),
    });
  return (
    <div className="setting">
      <FormControlLabel
        label="Ship automatically"
        control={
          <Switch
            checked={automatic}
            disabled={busy || !can('saveShippingSettings')}
            onChange={event => (event.target.checked ? setAsking(true) : void switchOff())}
            slotProps={{ input: { 'aria-describedby': meaning } }}
          />
        }
      />
      <p id={meaning} className="soft">
        {automatic
          ? 'A paid order is handed to the carrier as soon as its stock is set aside. Switch it off to pack and ship each parcel by hand.'
          : 'A paid order waits under Shipments until somebody ships it. Switch it on and every parcel that is ready now leaves at once.'}
      </p>
      {asking && <SwitchOnDialog onConfirm={switchOn} onClose={() => setAsking(false)} />}
    </div>
  );
}

/** Dispatch cannot be undone: the dialog says how many parcels leave. */
function SwitchOnDialog({ onConfirm, onClose }: { onConfirm(): Promise<void>; onClose(): void }) {
  const ready = useApiQuery(['ready-shipments'], signal =>
    bodyOf(api.shipping.listShipments({ query: { status: 'ready', held: false, limit: mostReady } }, { signal })),
  );
  const count = ready.data?.items.length;
  return (
    <ConfirmDialog
      open
      title="Ship automatically?"
      confirmLabel="Switch on"
      cancelLabel="Cancel"
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p className="soft">
        {count === undefined
          ? 'Every parcel that is ready leaves at once'
          : count === 0
            ? 'No parcel is ready now. From here on each leaves as soon as its stock is set aside'
            : `${countOf(count, ready.data?.nextCursor)} ready and ${count === 1 ? 'leaves' : 'leave'} at once`}
        : the carrier is notified, the card is charged, and the customer gets the tracking number. What has left cannot
        be called back.
      </p>
    </ConfirmDialog>
  );
}

function countOf(count: number, next: string | null | undefined): string {
  if (count === 1) return '1 parcel is';
  return next ? `More than ${count} parcels are` : `${count} parcels are`;
}
