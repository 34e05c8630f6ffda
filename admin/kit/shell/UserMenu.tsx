import './user-menu.css';
import { Divider, IconButton, Menu, MenuItem } from '@mui/material';
import { useState } from 'react';
import { useLogout } from 'react-admin';
import { Link } from 'react-router';
import { useSessionState } from '../api/session.ts';
import { humanize } from '../components/status-tones.ts';
import { type ColorScheme, useColorScheme } from '../theme/color-scheme.ts';
import { openHelp } from './overlay-state.ts';

const appearances: readonly { value: ColorScheme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

/** Who is signed in; light or dark; help; sign out. */
export function UserMenu() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { session } = useSessionState();
  const [appearance, choose] = useColorScheme();
  const logout = useLogout();
  const close = () => setAnchor(null);
  const initials = (session?.name ?? '?')
    .split(/\s+/)
    .map(word => word.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
  return (
    <>
      <IconButton
        aria-label={`${initials}: account`}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        <span className="user-initials">{initials}</span>
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close} slotProps={{ list: { 'aria-label': 'Account' } }}>
        {session && (
          <MenuItem disabled className="user-card">
            <strong>{session.name}</strong>
            <span className="soft">{session.email}</span>
            <span className="faint">{session.roles.map(humanize).join(', ')}</span>
          </MenuItem>
        )}
        <Divider component="li" />
        {appearances.map(({ value, label }) => (
          <MenuItem key={value} role="menuitemradio" aria-checked={appearance === value} onClick={() => choose(value)}>
            <span className="user-check" aria-hidden="true">
              {appearance === value ? '✓' : ''}
            </span>
            {label}
          </MenuItem>
        ))}
        <Divider component="li" />
        <MenuItem component={Link} to="/account" onClick={close}>
          <span className="user-check" /> Your account
        </MenuItem>
        <MenuItem
          onClick={() => {
            close();
            openHelp();
          }}
        >
          <span className="user-check" /> Keyboard shortcuts
        </MenuItem>
        <MenuItem onClick={() => logout()}>
          <span className="user-check" /> Sign out
        </MenuItem>
      </Menu>
    </>
  );
}
