import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '../functions/core/settings-model.ts';
import { widgetGrants } from './grants.ts';
import { monitorFunction } from './monitor-function.ts';

export interface WidgetFunctionProps {
  readonly table: Table;
  /** Bundled with the handler. */
  readonly settings: Settings;
  /** Whose runs it shows, the home region first. */
  readonly vantages: readonly string[];
  /** See `MonitorFunctionProps`. */
  readonly key: IKey | null;
}

/**
 * Draws the custom widget of the dashboard.
 *
 * CloudWatch calls it with the credentials of whoever looks at the dashboard, so there is no resource policy: nobody outside of the
 * account can call it, and viewers need `lambda:InvokeFunction` on it. It reads the table and changes nothing.
 */
export class WidgetFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, { table, settings, vantages, key }: WidgetFunctionProps) {
    super(scope, id);
    this.function = monitorFunction(
      this,
      {
        description: 'Draws problems, outcomes and patterns for the dashboard',
        entry: join(import.meta.dirname, '..', 'functions', 'widget', 'handler.ts'),
        settings,
        // It gives up reading after 8 s by itself; the rest is for a cold start and a slow store.
        timeout: Duration.seconds(20),
        environment: { TABLE_NAME: table.tableName, VANTAGES: vantages.join(',') },
        grants: widgetGrants(table),
        key,
        // Its time is spent on unpacking runs, and Lambda gives processor time with memory.
        memoryMb: 512,
      },
      {},
    );
  }
}
