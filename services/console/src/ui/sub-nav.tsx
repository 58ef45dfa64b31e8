/** The parts of one page, each with an address of its own. */
import { Link } from '@tanstack/react-router';

export function SubNav({ name, items }: { name: string; items: readonly (readonly [to: string, text: string])[] }) {
  return (
    <ul className="part-nav" aria-label={name}>
      {items.map(([to, text]) => (
        <li key={to}>
          <Link to={to} activeOptions={{ exact: to === items[0]?.[0] }} activeProps={{ 'aria-current': 'page' }}>
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
