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
      const value = await readValue(client, parameter);
      kept.set(parameter, { value, until: now() + keepMs });
      return value;
    },
  };
}

async function readValue(client: SSMClient, parameter: string): Promise<string> {
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }));
    if (Parameter?.Value !== undefined) return Parameter.Value;
  } catch (cause) {
    // A parse error quotes the answer, and with it a piece of the value: it is not even a cause.
    if (cause instanceof SyntaxError) throw new Error(`the answer about the parameter ${parameter} is not readable`);
    throw cause;
  }
  throw new Error(`the parameter ${parameter} has no value`);
}
