/** How often things are killed: `FAULTS=long` is `npm run test:fault`, anything else the short form of `npm test`. */
export const size =
  process.env.FAULTS === "long"
    ? { processKills: 100, serverKills: 20, timeoutMs: 1_800_000 }
    : { processKills: 5, serverKills: 2, timeoutMs: 120_000 };

/** What the run's chances follow from; `FAULT_SEED` repeats one as far as timing allows. */
export const seed = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1e9));
