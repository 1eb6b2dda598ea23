/** One set, drawn on 16 by 16 with a stroke of 2. They say nothing by themselves: a word stands beside each. */
const shapes = {
  good: "M3 8.5l3.2 3.2L13 4.8",
  bad: "M4 4l8 8M12 4l-8 8",
  doubt: "M8 2.5l6 11H2zM8 6.5v3M8 11.6v.1",
  idle: "M3 8h10",
  clock: "M8 4.5V8l2.5 1.8M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8",
  person: "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8M2.8 14c.4-3 2.4-4.2 5.2-4.2s4.8 1.2 5.2 4.2",
  open: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2",
  half: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 5v6",
  back: "M6.5 4L2.5 8l4 4M3 8h7a3.5 3.5 0 0 1 0 7",
  waived: "M3 13V3h8l-2 3 2 3H3",
  freeze: "M8 2v12M2.8 5l10.4 6M13.2 5L2.8 11",
  lost: "M2 2l12 12M4 9.5a6 6 0 0 1 3-1.6M2 6.8a9 9 0 0 1 3-1.9M8 13v.1M10.5 5.3A9 9 0 0 1 14 6.8",
  next: "M6 3.5L10.5 8 6 12.5",
  file: "M4 2h5l3 3v9H4zM9 2v3h3",
} as const;

export type IconName = keyof typeof shapes;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path
      d={shapes[name]}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
