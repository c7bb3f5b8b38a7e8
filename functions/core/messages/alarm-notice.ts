import { parseTime, type EpochMs } from '../model/time.ts';
import { isObject, objects, wording, type JsonObject } from './loose-json.ts';

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

/** What CloudWatch says of an alarm that changed its state. What it left out is `null`. */
export interface AlarmNotice {
  readonly name: string;
  readonly arn: string | null;
  readonly state: AlarmState;
  readonly formerState: string | null;
  /** When it came into this state. */
  readonly since: EpochMs | null;
  readonly reason: string | null;
  readonly description: string | null;
  readonly account: string | null;
  /** A region's code or its long name. */
  readonly region: string | null;
  /** Its metrics as `namespace/name (dimensions)`; none for an alarm on other alarms. */
  readonly metrics: readonly string[];
}

/**
 * Reads a notice of an alarm in either of its JSON shapes: the message that an alarm action publishes to a topic, with
 * `Trigger` about one metric or, for metric maths, with its `Metrics` (CloudWatch User Guide, "Notifying users on alarm
 * changes"), or the event `CloudWatch Alarm State Change` of EventBridge ("Alarm events and EventBridge"). `null` for
 * anything else.
 */
export function readAlarm(json: unknown): AlarmNotice | null {
  return isObject(json) ? (readAction(json) ?? readEvent(json)) : null;
}

function readAction(action: JsonObject): AlarmNotice | null {
  const name = wording(action.AlarmName);
  const state = alarmState(action.NewStateValue);
  if (name === null || state === null) return null;
  return {
    name,
    state,
    arn: wording(action.AlarmArn),
    formerState: wording(action.OldStateValue),
    since: time(action.StateChangeTime),
    reason: wording(action.NewStateReason),
    description: wording(action.AlarmDescription),
    account: wording(action.AWSAccountId),
    region: wording(action.Region),
    metrics: metricsOfAction(action.Trigger),
  };
}

function metricsOfAction(trigger: unknown): string[] {
  if (!isObject(trigger)) return [];
  const queries = objects(trigger.Metrics).map(({ MetricStat }) => (isObject(MetricStat) ? MetricStat.Metric : null));
  return [trigger, ...queries].flatMap((metric) => {
    if (!isObject(metric)) return [];
    const dimensions = objects(metric.Dimensions).map(({ name, value }) => [name, value] as const);
    return metricName(metric.Namespace, metric.MetricName, dimensions);
  });
}

function readEvent(event: JsonObject): AlarmNotice | null {
  const { detail } = event;
  if (event.source !== 'aws.cloudwatch' || !isObject(detail) || !isObject(detail.state)) return null;
  const name = wording(detail.alarmName);
  const state = alarmState(detail.state.value);
  if (name === null || state === null) return null;
  const configuration = isObject(detail.configuration) ? detail.configuration : {};
  return {
    name,
    state,
    arn: Array.isArray(event.resources) ? wording(event.resources[0]) : null,
    formerState: isObject(detail.previousState) ? wording(detail.previousState.value) : null,
    since: time(detail.state.timestamp) ?? time(event.time),
    reason: wording(detail.state.reason),
    description: wording(configuration.description),
    account: wording(event.account),
    region: wording(event.region),
    metrics: objects(configuration.metrics).flatMap(({ metricStat }) => {
      if (!isObject(metricStat) || !isObject(metricStat.metric)) return [];
      const { namespace, name: metric, dimensions } = metricStat.metric;
      return metricName(namespace, metric, isObject(dimensions) ? Object.entries(dimensions) : []);
    }),
  };
}

function metricName(
  namespace: unknown,
  name: unknown,
  dimensions: readonly (readonly [name: unknown, value: unknown])[],
): string[] {
  const [space, metric] = [wording(namespace), wording(name)];
  if (space === null || metric === null) return [];
  const of = dimensions.map(([key, value]) => `${wording(key) ?? '?'} ${wording(value) ?? '?'}`).join(', ');
  return [`${space}/${metric}${of === '' ? '' : ` (${of})`}`];
}

function alarmState(value: unknown): AlarmState | null {
  return value === 'ALARM' || value === 'OK' || value === 'INSUFFICIENT_DATA' ? value : null;
}

function time(value: unknown): EpochMs | null {
  return typeof value === 'string' ? parseTime(value) : null;
}
