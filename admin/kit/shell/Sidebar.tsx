import './sidebar.css';
import { useRemoveFromStore } from 'react-admin';
import { NavLink } from 'react-router';
import { useAccess } from '../api/access.ts';
import { useFailedWork } from '../api/use-failed-work.ts';
import { listStoreKey } from '../resource/list-store-key.ts';
import { menuFor } from './menu.tsx';

/** The grouped menu of what the signed-in person is allowed to see. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const { roles } = useAccess();
  const failed = useFailedWork().data?.items.length ?? 0;
  const removeFromStore = useRemoveFromStore();
  // The menu opens a plain list; going back in the browser keeps the filters, which are in the URL.
  const open = (to: string) => {
    removeFromStore(listStoreKey(to.slice(1)));
    onNavigate?.();
  };
  return (
    <nav className="sidebar" aria-label="Main">
      {menuFor(roles).map(({ label, entries }) => (
        <div key={label ?? 'top'} className="sidebar-group">
          {label && <p className="sidebar-label">{label}</p>}
          <ul>
            {entries.map(({ to, label: text, icon }) => (
              <li key={to}>
                <NavLink to={to} end={to === '/'} className="sidebar-link" onClick={() => open(to)}>
                  {icon}
                  {text}
                  {to === '/system' && failed > 0 && (
                    <span className="sidebar-badge numeric">
                      {failed.toLocaleString()}
                      <span className="unseen"> failed</span>
                    </span>
                  )}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
