/** The four signals that every service has. */
export const signalNames = ["latency", "traffic", "errors", "saturation"] as const;
export type SignalName = (typeof signalNames)[number];
