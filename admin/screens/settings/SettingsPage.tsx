import './settings.css';
import { useRoles } from '../../kit/api/access.ts';
import { Page } from '../../kit/components/Page.tsx';
import { Locations } from './Locations.tsx';
import { ShippingPart } from './ShippingSettings.tsx';

/** How the shop works, for those who may see it; only admins change it. */
export default function SettingsPage() {
  const { may } = useRoles();
  const mayChange = may('saveShippingSettings') || may('addLocation');
  return (
    <Page
      title="Settings"
      width="narrow"
      subtitle={mayChange ? 'Every change is in the log.' : 'Only an admin can change these.'}
    >
      {may('getShippingSettings') && <ShippingPart />}
      {may('listLocations') && <Locations />}
    </Page>
  );
}
