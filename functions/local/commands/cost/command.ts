import { deployedSettings } from '../../load-config.ts';
import type { CommandResult, CommandWorld } from '../command.ts';
import { UsageError } from '../usage-error.ts';
import { costDocument } from './document.ts';
import { estimate } from './estimate.ts';
import { COST_HELP, costOptions } from './options.ts';
import { costText } from './text.ts';

/**
 * Shows what a month costs, and ends with 1 when that is above the settings' ceiling.
 *
 * @throws {UsageError} for wrong usage or settings
 */
export async function costCommand(args: readonly string[], world: CommandWorld): Promise<CommandResult> {
  const options = costOptions(args);
  if (options === null) return { exitCode: 0, output: COST_HELP, complaints: [] };
  const loaded = await deployedSettings(options.config ?? world.defaultConfig);
  if (!loaded.ok) throw new UsageError(loaded.message);
  const found = estimate(loaded.settings, loaded.ceilingUsd, options);
  const isAbove = found.ceilingUsd !== null && found.bill.totalUsd > found.ceilingUsd;
  return {
    exitCode: isAbove ? 1 : 0,
    output: options.isJson ? costDocument(found) : costText(found),
    complaints: [],
  };
}
