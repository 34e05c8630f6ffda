import './view-tabs.css';
import { Link, useSearchParams } from 'react-router';

export interface ViewTabsProps {
  /** What the views are of. */
  label: string;
  /** By name; the first is shown without a parameter. */
  views: readonly { name: string; label: string }[];
  current: string;
}

/** The views of one page, as links: `?view=pacts`. */
export function ViewTabs({ label, views, current }: ViewTabsProps) {
  return (
    <nav className="view-tabs" aria-label={label}>
      {views.map(({ name, label: text }, index) => (
        <Link key={name} to={index === 0 ? '?' : `?view=${name}`} aria-current={name === current ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** The view that the address names; the first where it names none. */
export function useView<N extends string>(names: readonly [N, ...N[]]): N {
  const [parameters] = useSearchParams();
  return names.find(name => name === parameters.get('view')) ?? names[0];
}
