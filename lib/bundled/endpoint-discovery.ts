/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in the bundles. The DynamoDB client sets it up, with a cache of a
 * thousand entries, but no command of it asks for an endpoint that way.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: undefined,
};

/** Leaves the client's configuration as it is. */
export function resolveEndpointDiscoveryConfig<T>(config: T): T {
  return config;
}
