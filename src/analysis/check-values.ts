/** Made by check-values.py; do not edit. */
export const evidenceValues = [
  { limit: 0.01, bad: 0, total: 0, logBreach: 0.0, logMeets: 0.0 },
  { limit: 0.01, bad: 0, total: 1, logBreach: -0.11352313052270908, logMeets: 0.007217206744339259 },
  { limit: 0.01, bad: 1, total: 1, logBreach: 2.45310020824975, logMeets: -1.2626195299950196 },
  { limit: 0.01, bad: 0, total: 390, logBreach: -1.785141433001206, logMeets: 2.9990960288315396 },
  { limit: 0.01, bad: 3, total: 100, logBreach: 0.45967181591554374, logMeets: -2.53713550026162 },
  { limit: 0.01, bad: 50, total: 100, logBreach: 155.20626765185662, logMeets: -35.59392619193815 },
  { limit: 0.01, bad: 10000, total: 10000, logBreach: 43110.90623347005, logMeets: -6950.630002615672 },
  { limit: 0.001, bad: 6, total: 1200, logBreach: 3.1248402090568526, logMeets: -4.674212473083371 },
  { limit: 0.001, bad: 0, total: 5000, logBreach: -2.0132396807189537, logMeets: 3.883591306283394 },
  { limit: 0.05, bad: 120, total: 2000, logBreach: 0.6049196920296878, logMeets: -34.11274039991313 },
  { limit: 0.05, bad: 0, total: 1000000, logBreach: -5247.332980572039, logMeets: 46029.28795357411 },
  { limit: 0.2, bad: 7, total: 9, logBreach: 5.284997779203303, logMeets: -5.031121235604575 },
  { limit: 0.999, bad: 5, total: 10, logBreach: -1.8824359876715941, logMeets: 10.324118343161324 },
] as const;

export const neededValues = [
  { limit: 0.01, bad: 0, beta: 0.05, requests: 390 },
  { limit: 0.01, bad: 2, beta: 0.05, requests: 816 },
  { limit: 0.001, bad: 0, beta: 0.05, requests: 3911 },
  { limit: 0.05, bad: 0, beta: 0.05, requests: 77 },
  { limit: 0.05, bad: 40, beta: 0.01, requests: 1323 },
] as const;

export const normalizerValues = [
  { n: 25, other: 475, bad: 1, g: 2.2, log: 0.3373651770966811 },
  { n: 25, other: 475, bad: 3, g: 5, log: 6.283520891302863 },
  { n: 25, other: 475, bad: 250, g: 0.2, log: 2.618817315294079 },
  { n: 25, other: 475, bad: 499, g: -1.2, log: -29.890243897580742 },
  { n: 1, other: 3, bad: 2, g: 0.9, log: 0.5480066941721425 },
  { n: 40, other: 2, bad: 41, g: 3.2, log: 125.55169750005234 },
  { n: 250, other: 750, bad: 500, g: -0.35, log: -40.88244658178142 },
  { n: 5000, other: 15000, bad: 40, g: 1.5, log: 25.021227968477596 },
  { n: 5000, other: 15000, bad: 10000, g: 0.45, log: 1219.5774858395803 },
  { n: 12500, other: 37500, bad: 49000, g: 5, log: 62211.239734659015 },
  { n: 300, other: 300, bad: 60, g: 40, log: 2355.1297805321633 },
  { n: 300, other: 300, bad: 60, g: -40, log: -44.87021946783679 },
] as const;
