import { expect, test } from 'vitest';
import { environmentSecrets, variableName } from '../../functions/adapters/environment-secrets.ts';

test.for([
  { parameter: '/apiv2-health/token', variable: 'APIV2_HEALTH_TOKEN' },
  { parameter: 'plain-token', variable: 'PLAIN_TOKEN' },
  { parameter: '/a//b.c/', variable: 'A_B_C' },
  { parameter: 'TOKEN', variable: 'TOKEN' },
])('$parameter is the variable $variable', ({ parameter, variable }) => {
  expect(variableName(parameter)).toBe(variable);
});

test('a secret is what the variable holds at the moment', async () => {
  const environment: Record<string, string> = { APIV2_HEALTH_TOKEN: 'first' };
  const secrets = environmentSecrets(environment);
  expect(await secrets.read('/apiv2-health/token', 'cached')).toBe('first');
  environment.APIV2_HEALTH_TOKEN = 'second';
  expect(await secrets.read('/apiv2-health/token', 'fresh')).toBe('second');
});

test.for<{ name: string; environment: Record<string, string> }>([
  { name: 'is not set', environment: { OTHER: 'PlantedToken' } },
  { name: 'is empty', environment: { APIV2_HEALTH_TOKEN: '', OTHER: 'PlantedToken' } },
])('a variable that $name is named, and no other value', async ({ environment }) => {
  const reading = environmentSecrets(environment).read('/apiv2-health/token', 'cached');
  await expect(reading).rejects.toThrow(/^the environment variable APIV2_HEALTH_TOKEN is not set$/);
});
