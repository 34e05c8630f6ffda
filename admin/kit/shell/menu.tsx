import CreditCard from '@mui/icons-material/CreditCardOutlined';
import Description from '@mui/icons-material/DescriptionOutlined';
import FactCheck from '@mui/icons-material/FactCheckOutlined';
import Group from '@mui/icons-material/GroupOutlined';
import History from '@mui/icons-material/HistoryOutlined';
import Home from '@mui/icons-material/HomeOutlined';
import AssignmentReturned from '@mui/icons-material/InventoryOutlined';
import Layers from '@mui/icons-material/LayersOutlined';
import LocalShipping from '@mui/icons-material/LocalShippingOutlined';
import Lock from '@mui/icons-material/LockClockOutlined';
import Mail from '@mui/icons-material/MailOutlined';
import Speed from '@mui/icons-material/MonitorHeartOutlined';
import Person from '@mui/icons-material/PersonOutlined';
import Sell from '@mui/icons-material/SellOutlined';
import Settings from '@mui/icons-material/SettingsOutlined';
import TableRows from '@mui/icons-material/TableRowsOutlined';
import Tune from '@mui/icons-material/TuneOutlined';
import UploadFile from '@mui/icons-material/UploadFileOutlined';
import type { ReactNode } from 'react';
import { resources } from '../../../generated/admin/resources.ts';
import { hasAnyRole } from '../api/access.ts';

export interface MenuEntry {
  to: string;
  label: string;
  icon: ReactNode;
}

export interface MenuGroup {
  label: string | undefined;
  entries: readonly MenuEntry[];
}

const icons: Record<string, ReactNode> = {
  orders: <AssignmentReturned />,
  shipments: <LocalShipping />,
  payments: <CreditCard />,
  customers: <Person />,
  products: <Sell />,
  stock: <Layers />,
  reservations: <Lock />,
  imports: <UploadFile />,
  messages: <Mail />,
  templates: <Description />,
  staff: <Group />,
  audit: <History />,
  contracts: <FactCheck />,
};

/** The order of the menu: names of resources, or pages without one. Unlisted resources come last. */
const groups: readonly { label: string | undefined; entries: readonly (string | MenuEntry)[] }[] = [
  { label: undefined, entries: [{ to: '/', label: 'Home', icon: <Home /> }] },
  { label: 'Sales', entries: ['orders', 'shipments', 'payments', 'customers'] },
  {
    label: 'Catalog',
    entries: [
      'products',
      { to: '/attributes', label: 'Attributes', icon: <Tune /> },
      'stock',
      'reservations',
      'imports',
    ],
  },
  { label: 'Notifications', entries: ['messages', 'templates'] },
  { label: 'Team', entries: ['staff', 'audit', { to: '/settings', label: 'Settings', icon: <Settings /> }] },
  { label: 'Platform', entries: ['contracts', { to: '/system', label: 'System', icon: <Speed /> }] },
];

/** The menu for these roles. */
export function menuFor(roles: readonly string[]): MenuGroup[] {
  const all = Object.values(resources);
  const listed = new Set(groups.flatMap(({ entries }) => entries.filter(entry => typeof entry === 'string')));
  const others = { label: 'More', entries: all.map(({ name }) => name).filter(name => !listed.has(name)) };
  return [...groups, others]
    .map(({ label, entries }) => ({
      label,
      entries: entries.flatMap(entry => (typeof entry === 'string' ? entryOf(entry, roles) : [entry])),
    }))
    .filter(({ entries }) => entries.length > 0);
}

function entryOf(name: string, roles: readonly string[]): MenuEntry[] {
  const resource = Object.values(resources).find(candidate => candidate.name === name);
  if (!resource || !hasAnyRole(roles, resource.list.roles)) return [];
  return [{ to: `/${name}`, label: resource.title, icon: icons[name] ?? <TableRows /> }];
}
