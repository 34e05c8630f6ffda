import Bolt from '@mui/icons-material/BoltOutlined';
import type { ReactNode } from 'react';
import { useLogout } from 'react-admin';
import type { AdminOperationId } from '../../../generated/admin/roles.ts';
import { useAccess } from '../api/access.ts';
import { useColorScheme } from '../theme/color-scheme.ts';
import { openHelp } from './overlay-state.ts';

/** Something to do from the command palette: a page to open, or an effect at once. */
export interface PaletteAction {
  label: string;
  icon: ReactNode;
  to?: string;
  run?(): void;
}

const pages: readonly { operation: AdminOperationId; label: string; to: string }[] = [
  { operation: 'createProduct', label: 'Add product', to: '/products/create' },
  { operation: 'createImport', label: 'Import products', to: '/imports/create' },
  { operation: 'addStaff', label: 'Add staff', to: '/staff/create' },
];

/** What the signed-in person may do from anywhere. */
export function usePaletteActions(): PaletteAction[] {
  const { can } = useAccess();
  const [scheme, choose] = useColorScheme();
  const logout = useLogout();
  const icon = <Bolt />;
  return [
    ...pages.filter(({ operation }) => can(operation)).map(({ label, to }) => ({ label, to, icon })),
    { label: 'Your account', icon, to: '/account' },
    ...(scheme === 'dark' ? [] : [{ label: 'Dark appearance', icon, run: () => choose('dark') }]),
    ...(scheme === 'light' ? [] : [{ label: 'Light appearance', icon, run: () => choose('light') }]),
    ...(scheme === 'system' ? [] : [{ label: 'Appearance as the system', icon, run: () => choose('system') }]),
    { label: 'Keyboard shortcuts', icon, run: () => setTimeout(openHelp) },
    { label: 'Sign out', icon, run: () => void logout() },
  ];
}

/** Actions on an order that are typed before it: `refund C-10042`. */
const orderActions: Readonly<Record<string, { label: string; part: string }>> = {
  refund: { label: 'Refund', part: '#payment' },
  capture: { label: 'Capture', part: '#payment' },
  ship: { label: 'Ship', part: '#shipment' },
  label: { label: 'Label of', part: '#shipment' },
  cancel: { label: 'Cancel', part: '' },
};

/** The action on an order that a text begins with, and the order it names; undefined where there is none. */
export function parseOrderAction(text: string): { label: string; part: string; order: string } | undefined {
  const [, verb = '', order = ''] = /^(\p{L}+)\s+(.+)$/u.exec(text.trim()) ?? [];
  const action = Object.hasOwn(orderActions, verb.toLowerCase()) ? orderActions[verb.toLowerCase()] : undefined;
  return action && { ...action, order };
}
