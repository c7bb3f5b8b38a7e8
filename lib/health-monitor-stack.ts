import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Settings } from '../functions/core/settings-model.ts';
import { HealthMonitor } from './health-monitor.ts';

/** The monitor as an app of its own: its home stack, in the first vantage, or wherever the CDK deploys to when none is named. */
export class HealthMonitorStack extends Stack {
  readonly monitor: HealthMonitor;

  constructor(scope: Construct, id: string, settings: Settings) {
    const [region] = settings.vantages;
    super(scope, id, {
      description: 'APIv2 Health Monitor: probes IXON APIv2, remembers every attempt, tells people what is wrong',
      tags: { application: 'apiv2-health-monitor', ...settings.tags },
      terminationProtection: settings.deletionProtection,
      ...(region === undefined ? {} : { env: { region } }),
    });
    // `Default` leaves no trace in logical ids, so the table and all else keep theirs from before there was a construct.
    this.monitor = new HealthMonitor(this, 'Default', { settings });
  }
}
