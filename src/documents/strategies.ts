/** The strategies that there are, each in a line. What fits a release is for its plan to say. */
export const strategies: Readonly<Record<string, string>> = {
  "blue-green": "the candidate stands at full size beside the baseline and takes all traffic in one switch",
  canary: "the candidate takes a small share of the traffic first, and more as each share is judged good",
  rolling: "instances are replaced in batches, and the traffic moves with them",
  recreate: "the service is announced as down, stopped, replaced and started again",
};
