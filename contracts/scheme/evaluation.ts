/**
 * What an evaluation session may take, where the provider sets nothing else. Source: scheme, B3 (trial before the deal:
 * aggregates only, a quota, no download, every query on record); the numbers are the exchange's own.
 */
export const evaluationDefaults = {
  /** Fewest rows that a number may be computed from. */
  k: 10,
  /** Questions, shown rows and seconds of computing in one session, and for how many days it is open. */
  queries: 40,
  rows: 2000,
  seconds: 120,
  days: 7,
} as const;

/** Bounds within which a provider sets the same. */
export const evaluationBounds = {
  k: { least: 10, most: 1000 },
  queries: { least: 1, most: 200 },
  rows: { least: 10, most: 20_000 },
  seconds: { least: 5, most: 1800 },
  days: { least: 1, most: 30 },
} as const;

/** Rows that one answer shows at most. */
export const rowsPerAnswer = 500;
/** Sessions that an organisation may have open on one dataset. */
export const openSessionsPerDataset = 1;
/** Answers of one organisation on one revision, over all its sessions: differences are compared among all of them. */
export const answersPerOrganisation = 200;
