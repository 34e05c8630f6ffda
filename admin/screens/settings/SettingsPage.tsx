import './settings.css';
import { useAccess } from '../../kit/api/access.ts';
import { Page } from '../../kit/components/Page.tsx';
import { Categories } from './Categories.tsx';
import { Locations } from './Locations.tsx';
import { ShippingSettings } from './ShippingSettings.tsx';

/** Settings of the shop, for those who are allowed to see them. */
export default function SettingsPage() {
  const { can } = useAccess();
  const canChange = can('saveShippingSettings') || can('addLocation') || can('updateCategory');
  return (
    <Page
      title="Settings"
      width="narrow"
      subtitle={canChange ? 'Every change is in the log.' : 'Only an admin can change these.'}
    >
      {can('getShippingSettings') && <ShippingSettings />}
      {can('listLocations') && <Locations />}
      {can('listAllCategories') && <Categories />}
    </Page>
  );
}
