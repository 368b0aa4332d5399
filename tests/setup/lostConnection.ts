/** The codes a client may meet where the server ended its connection: which one is a matter of who was quicker. */
export const lostCode = "(?:57P01|CONNECTION_CLOSED|ECONNRESET|EPIPE)";
