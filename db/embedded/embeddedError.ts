/** The embedded server can't be had; `message` says why and what to do, and is all a person needs. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}
