import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import type { MonitorConfig } from '../../functions/core/config-model.ts';
import type { Settings } from '../../functions/core/settings-model.ts';
import { resolveSettings } from '../../functions/core/settings.ts';
import { HealthMonitorStack } from '../../lib/health-monitor-stack.ts';

/** Everything that leaves a trace in the template. */
export const SAMPLE_CONFIG = {
  accounts: {
    main: { application: 'abcdefABCDEF', company: '1111-2222-3333-4444-5555', tokenParameter: '/apiv2-health/token' },
    other: { application: 'ghijklGHIJKL', tokenParameter: 'plain-token' },
  },
  alerts: { email: ['ops@example.com', 'duty@example.com'] },
} as const satisfies MonitorConfig;

/** The settings of a config, as a stack gets them. */
export function lambdaSettings(config: MonitorConfig = SAMPLE_CONFIG): Settings {
  const result = resolveSettings(config, 'lambda');
  if (!result.ok) throw new Error(`the test's config has faults: ${JSON.stringify(result.faults)}`);
  return result.settings;
}

/**
 * Calls `use` with an app that has the flags of cdk.json and leaves nothing behind. It neither bundles nor validates,
 * which takes seconds; `cdk synth` in test/lib/app.test.ts does both.
 */
export function withApp<T>(use: (app: App) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-test-'));
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> };
  try {
    return use(
      new App({
        outdir,
        autoSynth: false,
        builtinCloudFormationValidation: false,
        context: { ...context, 'aws:cdk:bundling-stacks': [] },
      }),
    );
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The template of the whole stack. */
export function monitorTemplate(config: MonitorConfig = SAMPLE_CONFIG): Template {
  return withApp((app) =>
    Template.fromStack(new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings(config))),
  );
}

/** The templates of all stacks, by name. */
export function monitorTemplates(config: MonitorConfig = SAMPLE_CONFIG): ReadonlyMap<string, Template> {
  return withApp((app) => {
    new HealthMonitorStack(app, 'ApiV2HealthMonitor', lambdaSettings(config));
    return new Map(
      app.synth().stacks.map(({ stackName, template }) => [stackName, Template.fromJSON(template as object)]),
    );
  });
}

/** One resource of a template, as CloudFormation reads it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The only resource of a type whose logical ID starts with `prefix`. */
export function onlyResource(template: Template, type: string, prefix: string): Resource {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} start with ${prefix}`);
  return first[1] as Resource;
}

/** A value with its references as text: `{Ref: "Table1A2B3C4D"}` becomes `${Table}`, a GetAtt `${Table.Arn}`. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    Ref: ref,
    'Fn::GetAtt': attribute,
    'Fn::Join': join,
    'Fn::GetStackOutput': output,
  } = value as Record<string, unknown>;
  if (typeof ref === 'string') return `\${${withoutHash(ref)}}`;
  if (Array.isArray(attribute)) return `\${${withoutHash(String(attribute[0]))}.${String(attribute[1])}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(asText).join(String(join[0]));
  if (output !== undefined) {
    const { StackName, Region, OutputName } = output as Record<string, string>;
    return `\${${StackName} in ${Region}: ${withoutHash(OutputName ?? '')}}`;
  }
  return JSON.stringify(value);
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Everything a role allows, one `action on resource [if condition]` a line. A denial or an attached policy throws. */
export function allowedBy(role: Resource): string[] {
  const { Policies, ManagedPolicyArns } = role.Properties as {
    Policies: readonly { PolicyDocument: { Statement: readonly Statement[] } }[];
    ManagedPolicyArns?: unknown;
  };
  if (ManagedPolicyArns !== undefined) throw new Error('the role has managed policies');
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap((statement) => {
    if (statement.Effect !== 'Allow') throw new Error(`unexpected effect ${statement.Effect}`);
    const condition = statement.Condition === undefined ? '' : ` if ${JSON.stringify(statement.Condition)}`;
    return [statement.Action]
      .flat()
      .flatMap((action) =>
        [statement.Resource].flat().map((resource) => `${action} on ${asText(resource)}${condition}`),
      );
  });
}

function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
