import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { EpochMs } from '../core/model/time.ts';
import type { Secrets } from '../core/ports.ts';

export interface SsmSecretsOptions {
  readonly client: SSMClient;
  readonly now: () => EpochMs;
  /** How long a value is kept in memory, so that a warm function does not ask every minute. */
  readonly keepMs: number;
}

/** Secrets from SSM SecureString parameters. */
export function ssmSecrets({ client, now, keepMs }: SsmSecretsOptions): Secrets {
  const kept = new Map<string, { readonly value: string; readonly until: EpochMs }>();
  return {
    read: async (parameter, freshness) => {
      const known = kept.get(parameter);
      if (freshness === 'cached' && known !== undefined && known.until > now()) return known.value;
      const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
      if (Parameter?.Value === undefined) throw new Error(`the parameter ${parameter} has no value`);
      kept.set(parameter, { value: Parameter.Value, until: now() + keepMs });
      return Parameter.Value;
    },
  };
}
