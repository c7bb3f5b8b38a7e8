import { Stack, Stage } from 'aws-cdk-lib/core';
import type { Settings } from '../functions/core/settings-model.ts';
import { customerKey } from './customer-key.ts';
import type { TablePlace } from './monitor-table.ts';
import { VantageProbe } from './vantage-probe.ts';

export interface ProbeStackProps {
  readonly settings: Settings;
  /** The stack that holds the table; it is deployed first. */
  readonly home: Stack;
  readonly table: TablePlace;
  /** The region to probe from. */
  readonly vantage: string;
}

/**
 * A further vantage: a stack in another region of the same account, beside the home stack and named after it, with nothing in it
 * but the probe function, its schedule and its log.
 *
 * The name of the table is read from the home stack at deployment, by `Fn::GetStackOutput`: no custom resource, and the table
 * keeps the name that CloudFormation once gave it, since a new name would replace it and all that it remembers.
 *
 * It has no alarms: those cannot notify a topic of another region. The home stack's dead man for this vantage rings when it
 * stops, for whatever reason.
 */
export class ProbeStack extends Stack {
  readonly probe: VantageProbe;

  constructor({ settings, home, table, vantage }: ProbeStackProps) {
    const name = `${home.stackName}-probe-${vantage}`;
    super(Stage.of(home), name, {
      stackName: name,
      env: { account: home.account, region: vantage },
      description: `APIv2 Health Monitor: probes IXON APIv2 from ${vantage} and records that in ${home.region}, see the stack ${home.stackName}`,
      tags: { ...home.tags.tagValues(), ...settings.tags, vantage },
      terminationProtection: home.terminationProtection,
    });
    this.probe = new VantageProbe(this, 'Probe', {
      settings,
      table,
      vantage,
      homeRegion: home.region,
      key: customerKey(this, settings),
      logGroupName: probeLogGroup(home, vantage),
    });
  }
}

/** The log group of a further vantage: a name that the home stack can tell without asking, since the two depend one way only. */
export function probeLogGroup(home: Stack, vantage: string): string {
  return `/${home.stackName}/probe/${vantage}`;
}
