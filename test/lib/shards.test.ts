import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { allowedBy, asText, monitorTemplates, onlyResource } from '../support/template.ts';
import { TWO_SHARDS, fleetConfig } from '../support/sharded.ts';

const HOME = 'ApiV2HealthMonitor';
const PROBE = `${HOME}-probe-us-east-1`;
const vantages = ['eu-central-1', 'us-east-1'];

const small = monitorTemplates({ ...fleetConfig(9, 50), vantages });
const sharded = monitorTemplates({ ...TWO_SHARDS, vantages });

interface ScheduleProperties {
  readonly ScheduleExpression: string;
  readonly Target: Readonly<Record<'Arn' | 'Input' | 'RoleArn', unknown>>;
}

function of(templates: typeof small, name: string): Template {
  const template = templates.get(name);
  if (template === undefined) throw new Error(`no stack ${name}`);
  return template;
}

function probeSchedules(template: Template): ScheduleProperties[] {
  return Object.entries(template.findResources('AWS::Scheduler::Schedule'))
    .filter(([id]) => id.startsWith('Probe'))
    .map(([, { Properties }]) => Properties as ScheduleProperties);
}

describe.each([HOME, PROBE])('two shards in %s', (name) => {
  const template = of(sharded, name);

  test('are two schedules of the one probe function, at the same ticks; the first says what it always said', () => {
    const [first, second, ...others] = probeSchedules(template);
    expect(others).toEqual([]);
    expect([first?.Target.Input, second?.Target.Input]).toEqual([
      '{"tickAt":"<aws.scheduler.scheduled-time>"}',
      '{"tickAt":"<aws.scheduler.scheduled-time>","shard":1}',
    ]);
    expect(first?.ScheduleExpression).toBe('cron(* * * * ? *)');
    expect(second?.ScheduleExpression).toBe(first?.ScheduleExpression);
    expect([first, second].map((one) => asText(one?.Target.Arn))).toEqual(Array(2).fill('${ProbeFunction.Arn}'));
  });

  test('may do what one shard may', () => {
    const role = (of_: Template) => onlyResource(of_, 'AWS::IAM::Role', 'ProbeRole');
    expect(allowedBy(role(template))).toEqual(allowedBy(role(of(small, name))));
    const caller = (of_: Template) => onlyResource(of_, 'AWS::IAM::Role', 'ProbeSchedulerRole');
    expect(allowedBy(caller(template))).toEqual(allowedBy(caller(of(small, name))));
  });

  test('are all that is there more, and nothing that was there changes but the code', () => {
    const resources = (of_: Template) => (of_.toJSON() as { Resources: Record<string, unknown> }).Resources;
    const [before, after] = [resources(of(small, name)), resources(template)];
    const more = Object.keys(after).filter((id) => !(id in before));
    expect(more).toHaveLength(1);
    expect(more[0]).toMatch(/^ProbeSchedule1/);
    for (const id of Object.keys(before)) {
      if (/Dashboard|Function/.test(id)) expect(Object.keys(after)).toContain(id);
      else expect(after[id]).toEqual(before[id]);
    }
  });
});

test('detection has more memory where there is more to hold', () => {
  const memoryOf = (template: Template) =>
    onlyResource(template, 'AWS::Lambda::Function', 'DetectFunction').Properties.MemorySize;
  const large = monitorTemplates(fleetConfig(40, 50));
  expect([of(small, HOME), of(sharded, HOME), of(large, HOME)].map(memoryOf)).toEqual([256, 256, 512]);
});
