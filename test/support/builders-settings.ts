import type { Fault } from '../../functions/core/settings-fault.ts';
import type { Account, Settings } from '../../functions/core/settings-model.ts';
import { resolveSettings, type Host } from '../../functions/core/settings.ts';

/** An account with everything that APIv2 asks for. */
export function anAccount(overrides: Partial<Account> = {}): Account {
  return {
    origin: 'https://api.example.test',
    application: 'abcdefABCDEF',
    company: '1111-2222-3333-4444-5555',
    tokenParameter: '/apiv2-health/token',
    ...overrides,
  };
}

/** The settings of a config without faults; throws for any other. */
export function settingsOf(config: unknown, host: Host = 'local'): Settings {
  const result = resolveSettings(config, host);
  if (!result.ok) throw new Error(`the test's config has faults: ${JSON.stringify(result.faults)}`);
  return result.settings;
}

/** The faults of a config; none when it is fine. */
export function faultsOf(config: unknown, host: Host = 'local'): readonly Fault[] {
  const result = resolveSettings(config, host);
  return result.ok ? [] : result.faults;
}
