import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib/core';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { shardLayout } from '../functions/core/model/shards.ts';
import type { Settings } from '../functions/core/settings-model.ts';
import { probeGrants } from './grants.ts';
import type { TablePlace } from './monitor-table.ts';
import { ScheduledFunction } from './scheduled-function.ts';

export interface VantageProbeProps {
  readonly settings: Settings;
  /** The table in the home region. */
  readonly table: TablePlace;
  /** The region that it is in, and probes from. */
  readonly vantage: string;
  /** Where the table is, and where metrics go. */
  readonly homeRegion: string;
  /** Of the region that it is in; `null` for the keys of AWS. */
  readonly key: IKey | null;
  /** Default: CloudFormation chooses one. */
  readonly logGroupName?: string;
}

/** The probe function of a vantage: it runs there, and writes what it finds into the home region. */
export class VantageProbe extends ScheduledFunction {
  constructor(scope: Construct, id: string, props: VantageProbeProps) {
    const { settings, table, vantage, homeRegion, key, logGroupName } = props;
    super(scope, id, {
      description: 'Probes every APIv2 target that is due and records the run',
      entry: join(import.meta.dirname, '..', 'functions', 'probe', 'handler.ts'),
      settings,
      everyMs: settings.tickMs,
      shards: shardLayout(settings).count,
      timeout: Duration.seconds(120),
      environment: { TABLE_NAME: table.tableName, HOME_REGION: homeRegion, VANTAGE: vantage },
      grants: probeGrants(scope, table, vantage, homeRegion, settings.accounts),
      key,
      ...(logGroupName === undefined ? {} : { logGroupName }),
    });
  }
}
