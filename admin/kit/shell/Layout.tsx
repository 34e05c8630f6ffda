import './layout.css';
import { Drawer } from '@mui/material';
import { type ReactNode, Suspense, useState } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useLocation } from 'react-router';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ErrorPage } from './ErrorPage.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { Sidebar } from './Sidebar.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { TopBar } from './TopBar.tsx';

/** The layout around every screen. */
export function Layout({ children }: { children: ReactNode }) {
  const [menuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <TopBar onMenu={() => setMenuOpen(true)} />
      <div className="shell-body">
        <div className="shell-side">
          <Sidebar />
        </div>
        <Drawer open={menuOpen} onClose={() => setMenuOpen(false)} slotProps={{ paper: { className: 'shell-drawer' } }}>
          <Sidebar onNavigate={() => setMenuOpen(false)} />
        </Drawer>
        <main id="main" className="shell-main" tabIndex={-1}>
          <ConnectionBanner />
          <ErrorBoundary FallbackComponent={ErrorPage} resetKeys={[pathname]}>
            <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <CommandPalette />
      <ShortcutHelp />
      <SignInDialog />
    </div>
  );
}
