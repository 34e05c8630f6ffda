import './sidebar.css';
import { NavLink } from 'react-router';
import { useAccess } from '../api/access.ts';
import { menuFor } from './menu.tsx';

/** The grouped menu of what the signed-in person is allowed to see. */
export function Sidebar({ onNavigate }: { onNavigate?: () => void }) {
  const { roles } = useAccess();
  return (
    <nav className="sidebar" aria-label="Main">
      {menuFor(roles).map(({ label, entries }) => (
        <div key={label ?? 'top'} className="sidebar-group">
          {label && <p className="sidebar-label">{label}</p>}
          <ul>
            {entries.map(({ to, label: text, icon }) => (
              <li key={to}>
                <NavLink to={to} end={to === '/'} className="sidebar-link" onClick={onNavigate}>
                  {icon}
                  {text}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
