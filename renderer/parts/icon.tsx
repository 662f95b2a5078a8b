/** Drawn in a 24-unit square with a 2-unit line, so that a shape is told from four metres without its colour. */
const paths = {
  done: 'M4.5 12.5l5 5 10-11',
  now: 'M8 5l9 7-9 7z',
  warning: 'M12 3.5 22 20.5H2zM12 10v5M12 17.6v.4',
  failed: 'M6 6l12 12M18 6 6 18',
  proved: 'M12 2.5l8 3v6c0 5-3.4 8.4-8 10-4.6-1.6-8-5-8-10v-6zM8 11.8l3 3 5-5.6',
  attested: 'M4 20c3-1 4-3 5-6s3-9 5-9 1 4-1 7-5 6-3 7 4-3 5-3 0 3 1 3 2-1 4-1',
  'not-shown': 'M6 12h12',
  card: 'M2.5 5.5h19v13h-19zM6 10h4.5v4H6zM14 15h4',
  hsm: 'M3 5h18v6H3zM3 13h18v6H3zM6.5 8h.1M6.5 16h.1M10 8h7M10 16h7',
  network:
    'M3 3l18 18M12 18.5h.1M8.5 15a5 5 0 0 1 5-1.2M5 11.5A10 10 0 0 1 9 9M12.5 8.3A10 10 0 0 1 19 11.5M2 8a15 15 0 0 1 4-2.6M10.5 4.1A15 15 0 0 1 22 8',
  clock: 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19zM12 6.5V12l4 2.5',
  speak: 'M3 9.5v5h4l5 4v-13l-5 4zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  hand: 'M5 12.5 9 16l2.5 2.5M9 16V5.5a1.5 1.5 0 0 1 3 0V11M12 11V4a1.5 1.5 0 0 1 3 0v7M15 11V6a1.5 1.5 0 0 1 3 0v8c0 5-3 7.5-6.5 7.5-3 0-4.500-1.500-6-4L3 13.500a1.500 1.500 0 0 1 2-1z',
  print: 'M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z',
  pause: 'M7 4.500h3v15H7zM14 4.500h3v15h-3z',
  left: 'M8.5 4a3.5 3.5 0 1 1 0 7 3.500 3.500 0 0 1 0-7zM2.500 20c0-4 2.500-6 6-6 1.500 0 2.800.400 3.800 1.200M14 18.500h7M18 15.500l3 3-3 3',
  leave: 'M10 4H4v16h6M14 8l4 4-4 4M8.500 12H18',
  add: 'M12 5v14M5 12h14',
  up: 'M12 19V6M6 11l6-6 6 6',
  down: 'M12 5v13M6 13l6 6 6-6',
  file: 'M6 2.500h8l5 5v14H6zM14 2.500v5h5',
  look: 'M20 11a8 8 0 1 0-2.300 6M20 4v7h-7',
} as const;
export type IconName = keyof typeof paths;

/** Never the only bearer of a meaning: a word stands beside it. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" data-icon={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);
