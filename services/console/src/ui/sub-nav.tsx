/** The parts of one page, each with an address of its own. */
import { Link } from '@tanstack/react-router';

export function SubNav({ name, items }: { name: string; items: readonly (readonly [to: string, text: string])[] }) {
  return (
    <nav className="sub-nav" aria-label={name}>
      {items.map(([to, text]) => (
        <Link key={to} to={to} activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
