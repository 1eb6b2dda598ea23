/** What an event carries beside its type and time, as the journal has it. */
export type EventData = Readonly<Record<string, unknown>>;

/**
 * The data of an event in the present shape, whichever version wrote it. Nothing is ever rewritten on disk, so these
 * stay for as long as there are journals of the version that they name. A default says what that version did.
 */
export const upcast = (type: string, data: EventData): EventData =>
  Object.hasOwn(sinceThen, type) ? sinceThen[type]!(data) : data;

// Of 0.1, which knew canaries alone: the baseline stood at full size to the end, nobody was shut out, no hooks ran,
// and a step that came too late went all the way back.
const sinceThen: Readonly<Record<string, (data: EventData) => EventData>> = {
  ReleaseOpened: (data) => ({ ...data, plan: plan(data.plan as EventData) }),
  RolloutRequested: (data) => {
    const steps = (data.steps as readonly EventData[]).map(step);
    return { size: steps[0]?.baseline, hooks: [], ...data, steps };
  },
  // It did not count them; none are more than planned.
  RolloutStarted: (data) => ({ running: 0, ...data }),
  WeightConfirmed: (data) => ({ downtime: 0, ...data }),
  // None: the fold plans them from where the rollout stands, which for a canary is one switch back.
  RollbackStarted: (data) => ({ legs: [], ...data }),
  TrafficReturned: (data) => ({ downtime: 0, ...data }),
};

const plan = (given: EventData): EventData => ({
  hooks: [],
  choice: { reason: "", ranking: [] },
  ...given,
  environments: Object.fromEntries(
    Object.entries(given.environments as Readonly<Record<string, EventData>>).map(([name, environment]) => [
      name,
      { ...environment, steps: (environment.steps as readonly EventData[]).map(step) },
    ]),
  ),
});

const step = (given: EventData): EventData => ({
  cohort: null,
  meanwhile: given.baseline,
  closed: false,
  late: "roll back",
  ...given,
});
