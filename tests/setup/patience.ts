// Generous: it tells a wait that ends from one that does not; less than a test's own time, so that it says why.
export const patience = { timeout: 25_000, interval: 20 };
