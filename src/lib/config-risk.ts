import { z } from 'zod';

const weight = z.number().min(0).max(1000);

/** `risk`: the weights of the risk score. Reach, credentials and owner are worth at most what `most` says, 100 together. */
export const riskConfig = z
  .strictObject({
    most: z
      .strictObject({
        reach: weight.default(60).describe('Points of a reach of `fullReach` or more.'),
        credentials: weight.default(25).describe('Points that credentials can bring at most.'),
        owner: weight.default(15).describe('Points that the owner can bring at most.'),
      })
      .prefault({}),
    fullReach: z
      .number()
      .min(1)
      .default(10_000)
      .describe('Weighted resources that are worth all points of reach; below, points grow with the logarithm.'),
    levels: z
      .strictObject({
        Permissions: weight.default(1),
        Write: weight.default(0.8),
        Tagging: weight.default(0.3),
        Read: weight.default(0.5),
        List: weight.default(0.1),
        untold: weight.default(0.3).describe('Reached, at a level that the source did not tell.'),
      })
      .prefault({}),
    certainty: z
      .strictObject({
        certain: weight.default(1),
        possible: weight.default(0.5),
        unknown: weight.default(0.25),
      })
      .prefault({}),
    sensitivity: z
      .record(z.string(), weight)
      .default({ 'customer-data': 10, pii: 10, confidential: 6, internal: 2, unknown: 2, public: 0.2 })
      .describe('By sensitivity; `unknown` stands for all that are not named.'),
    environment: z
      .record(z.string(), weight)
      .default({ production: 3, staging: 1, development: 0.5, sandbox: 0.2, unknown: 1 })
      .describe('By environment; `unknown` stands for all that are not named.'),
    credentials: z
      .strictObject({
        longLived: weight.default(6).describe('It does not expire within hours.'),
        old: weight.default(6).describe('Not issued or rotated within `maxAgeDays`.'),
        noExpiry: weight.default(3).describe('Long-lived, and no end of it is known.'),
        inTheOpen: weight.default(6).describe('It lies in a file, an environment or on a device.'),
        severalPlaces: weight.default(4).describe('It is kept in more than one place.'),
        shared: weight.default(4).describe('Another agent uses it too.'),
      })
      .prefault({}),
    maxAgeDays: z.int().min(1).max(10_000).default(90),
    owner: z
      .strictObject({
        departed: weight.default(15),
        suspended: weight.default(12),
        unknown: weight.default(10).describe('Nobody is known to answer for it.'),
        teamOnly: weight.default(3).describe('A team does, and no person.'),
      })
      .prefault({}),
  })
  .prefault({});

export type RiskWeights = z.infer<typeof riskConfig>;

/** The weights of nothing configured. */
export const STANDARD_WEIGHTS: RiskWeights = riskConfig.parse({});
