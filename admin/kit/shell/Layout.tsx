import './layout.css';
import { Drawer } from '@mui/material';
import { type ReactNode, Suspense, useState } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { useLocation } from 'react-router';
import { PageSkeleton } from '../components/PageSkeleton.tsx';
import { Palette } from './CommandPalette.tsx';
import { ConnectionNotice } from './ConnectionBanner.tsx';
import { PageFailed } from './ErrorPage.tsx';
import { ShortcutHelp } from './ShortcutHelp.tsx';
import { Sidebar } from './Sidebar.tsx';
import { SignInAgain } from './SignInDialog.tsx';
import { TopBar } from './TopBar.tsx';

/** What is around every screen. */
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
          <ConnectionNotice />
          <ErrorBoundary FallbackComponent={PageFailed} resetKeys={[pathname]}>
            <Suspense fallback={<PageSkeleton />}>{children}</Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <Palette />
      <ShortcutHelp />
      <SignInAgain />
    </div>
  );
}
