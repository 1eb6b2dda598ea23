type Colours = Readonly<Record<string, string>>;

const light: Colours = {
  paper: "#ffffff",
  ink: "#1f2328",
  quiet: "#59636e",
  grid: "#e4e7eb",
  other: "#f3f5f8",
  warming: "#fdf3d8",
  candidate: "#c2410c",
  baseline: "#2563eb",
  errors: "#c2410c",
  latency: "#0f766e",
  counter: "#7c3aed",
  limits: "#6b7280",
  bad: "#b91c1c",
  good: "#15803d",
  doubt: "#a16207",
};

const dark: Colours = {
  paper: "#0d1117",
  ink: "#e6edf3",
  quiet: "#9aa4af",
  grid: "#262c34",
  other: "#151b23",
  warming: "#2b2412",
  candidate: "#fb923c",
  baseline: "#60a5fa",
  errors: "#fb923c",
  latency: "#2dd4bf",
  counter: "#a78bfa",
  limits: "#9ca3af",
  bad: "#f87171",
  good: "#4ade80",
  doubt: "#facc15",
};

const tones = ["candidate", "baseline", "errors", "latency", "counter", "limits"];
const kinds = ["bad", "good", "doubt"];

const coloured = (colours: Colours): string =>
  [
    ...["paper", "other", "warming"].map((name) => `.${name}{fill:${colours[name]}}`),
    `text{fill:${colours.ink};stroke:${colours.paper}}.quiet{fill:${colours.quiet}}`,
    `.grid{stroke:${colours.grid}}.axis,.step,.threshold{stroke:${colours.quiet}}.series.together{stroke:${colours.ink}}`,
    ...tones.map((name) => `.series.${name}{stroke:${colours[name]}}`),
    ...kinds.map((name) => `.mark.${name}{stroke:${colours[name]}}.label.${name}{fill:${colours[name]}}`),
  ].join("");

/** Lines differ by their dashes as well, for whoever cannot tell the colours. */
const shapes = [
  "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;paint-order:stroke;stroke-width:4px;stroke-linejoin:round}",
  ".title{font-size:18px;font-weight:600}.heading{font-size:13px;font-weight:600}.label{font-size:12px}",
  ".mark{stroke-width:1.5}.label.bad,.label.good,.label.doubt{font-weight:600}",
  ".threshold{stroke-width:1.2;stroke-dasharray:6 4}",
  ".series{fill:none;stroke-width:1.6;stroke-linejoin:round}",
  ".together{stroke-width:2.4}.candidate{stroke-width:2}",
  ".baseline{stroke-dasharray:7 3}.latency{stroke-dasharray:7 3}.counter{stroke-dasharray:2 3}.limits{stroke-dasharray:10 3 2 3}",
];

export const plotStyle: string = [
  ...shapes,
  coloured(light),
  `@media(prefers-color-scheme:dark){${coloured(dark)}}`,
].join("");
