import { FormControlLabel, Switch } from '@mui/material';
import { useId } from 'react';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { api } from '../api.ts';
import { Loaded } from '../look/Loaded.tsx';
import { Section } from '../look/Section.tsx';
import { useRoles } from '../provider/roles.ts';
import { useAct } from '../provider/use-act.ts';
import { useRead } from '../provider/use-read.ts';

/** Whether parcels leave by themselves, and what that means. */
export function ShippingPart() {
  const settings = useRead(['shipping-settings'], signal => bodyOf(api.shipping.getShippingSettings(undefined, { signal })));
  return (
    <Section title="Shipping">
      <Loaded read={settings} height={84}>
        {({ automatic }) => <ShipByItself automatic={automatic} />}
      </Loaded>
    </Section>
  );
}

function ShipByItself({ automatic }: { automatic: boolean }) {
  const { may } = useRoles();
  const { act, busy } = useAct();
  const meaning = useId();
  const change = (wanted: boolean) =>
    act({
      what: ['shipping-settings', wanted],
      run: () => bodyOf(api.shipping.saveShippingSettings({ body: { automatic: wanted } })),
      done: wanted ? 'Parcels leave by themselves' : 'Parcels wait until somebody ships them',
    });
  return (
    <div className="setting">
      <FormControlLabel
        label="Ship by itself"
        control={
          <Switch
            checked={automatic}
            disabled={busy || !may('saveShippingSettings')}
            onChange={event => void change(event.target.checked)}
            slotProps={{ input: { 'aria-describedby': meaning } }}
          />
        }
      />
      <p id={meaning} className="soft">
        {automatic
          ? 'A paid order is handed to the carrier as soon as its stock is set aside. Switch it off to pack and ship each parcel by hand.'
          : 'A paid order waits under Shipments until somebody ships it. Switch it on and every parcel that is ready now leaves at once.'}
      </p>
    </div>
  );
}
