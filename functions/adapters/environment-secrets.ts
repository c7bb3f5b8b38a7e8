import type { Secrets } from '../core/ports.ts';

/** The environment variable of a parameter: `/apiv2-health/token` is `APIV2_HEALTH_TOKEN`. */
export function variableName(parameter: string): string {
  return parameter
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .toUpperCase();
}

/** Secrets from environment variables, for a desk. */
export function environmentSecrets(environment: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    read: (parameter) => {
      const value = environment[variableName(parameter)];
      return value === undefined || value === ''
        ? Promise.reject(new Error(`the environment variable ${variableName(parameter)} is not set`))
        : Promise.resolve(value);
    },
  };
}
