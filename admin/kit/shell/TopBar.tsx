import './top-bar.css';
import MenuIcon from '@mui/icons-material/Menu';
import Search from '@mui/icons-material/Search';
import { IconButton } from '@mui/material';
import { LoadingIndicator } from 'react-admin';
import { Link } from 'react-router';
import { Logo } from './Logo.tsx';
import { openPalette } from './overlay-state.ts';
import { UserMenu } from './UserMenu.tsx';

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export function TopBar({ onMenu }: { onMenu(): void }) {
  return (
    <header className="top-bar">
      <span className="top-bar-menu">
        <IconButton aria-label="Menu" onClick={onMenu}>
          <MenuIcon />
        </IconButton>
      </span>
      <Link to="/" className="top-bar-brand" aria-label="Covenant, home">
        <Logo />
        <span>Covenant</span>
      </Link>
      <button type="button" className="top-bar-search" onClick={openPalette} aria-keyshortcuts="Control+K">
        <Search fontSize="inherit" />
        <span className="top-bar-hint">Search or jump to…</span>
        <span className="top-bar-keys" aria-hidden="true">
          <kbd>{modifier}</kbd> <kbd>K</kbd>
        </span>
      </button>
      <span className="top-bar-end">
        <LoadingIndicator aria-label="Loading" sx={{ '& .RaLoadingIndicator-loadedIcon': { p: 1 } }} />
        <UserMenu />
      </span>
    </header>
  );
}
