/**
 * Stands in for `node:http2` in the bundles: what undici itself falls back to on a Node built without it. Our connections
 * speak HTTP/1.1 (ALPN), and loading it takes milliseconds.
 */
export const constants = {};

/** The SDK imports it this way, for a client that tree shaking leaves out. */
export default { constants };
