/** Our own few icons, drawn on a grid of 20: always beside a word, so hidden from screen readers. */
const PATHS = {
  inbox: 'M3 11l2.5-7h9L17 11v5H3zM3 11h4l1 2h4l1-2h4',
  mine: 'M10 10a3 3 0 100-6 3 3 0 000 6zM4 17c0-3 2.5-5 6-5s6 2 6 5',
  chart: 'M3 17h14M5 17V9M10 17V4M15 17v-6',
  book: 'M4 4h5a2 2 0 012 2v11a2 2 0 00-2-2H4zM16 4h-5v13a2 2 0 012-2h3z',
  feed: 'M4 4a12 12 0 0112 12M4 9a7 7 0 017 7M5.5 15.5a1 1 0 110-2 1 1 0 010 2z',
  rules: 'M4 5h8M4 10h12M4 15h8M15 4v3M15 13.5v3',
  scales: 'M10 3v14M6 17h8M4 6h12M4 6l-2 5h4zM16 6l-2 5h4z',
  people: 'M7 9a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM2.5 16c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M13 9a2 2 0 100-4M14 12c2 0 3.5 1.5 3.5 4',
  audit: 'M5 3h7l3 3v11H5zM8 9h5M8 12h5M12 3v3h3',
  gear: 'M10 7a3 3 0 100 6 3 3 0 000-6zM10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4',
  clock: 'M10 4a7 7 0 100 13 7 7 0 000-13zM10 7v4l2.5 1.5',
  hand: 'M10 3v7M7 5v6M13 5v6M16 8v4a5 5 0 01-5 5h-1c-2 0-3-1-4-3l-2-4 1-1 2 2',
  left: 'M12 4l-6 6 6 6',
  right: 'M8 4l6 6-6 6',
  menu: 'M3 5h14M3 10h14M3 15h14',
  help: 'M7.5 7.5a2.5 2.5 0 113.5 2.3c-.7.3-1 .8-1 1.7M10 14.5v.5',
  warning: 'M10 3l8 14H2zM10 8v4M10 14.5v.5',
  check: 'M4 10.5l4 4 8-9',
  out: 'M8 4H4v12h4M11 6l4 4-4 4M15 10H7',
  link: 'M8 5H4v11h11v-4M11 4h5v5M16 4l-7 7',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
