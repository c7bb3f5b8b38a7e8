/**
 * How long a call to AWS may take. The SDK's own default is to wait without end, so that one stalled call would use up the
 * function's time. In the same region an answer takes milliseconds, from the other side of the world half a second with the
 * handshakes.
 */
export const AWS_TIMEOUTS = { requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 } } as const;
