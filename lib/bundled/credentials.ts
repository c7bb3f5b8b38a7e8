/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles. Lambda hands the role's credentials over in the
 * environment, as emulators do; what else the default chain would look for (files, SSO, other roles, processes, metadata
 * servers) is 100 kB of clients that are never called.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
