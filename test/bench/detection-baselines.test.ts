import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../functions/core/model/time.ts';
import { FAILURE, SUCCESS, type Scenario, type ScenarioStream } from '../support/scenarios/scenario.ts';
import { masked } from '../support/scenarios/variants.ts';
import { BASELINES } from './detection-baselines.ts';

const VARIANTS = [SUCCESS, FAILURE, masked('reset')];

/** The probes, counted from 0, at which a rule's alarm came on: `.` healthy, `x` failing, `m` masked. */
function alarmsAt(rule: string, timeline: string, intervalMs = MINUTE_MS): readonly number[] {
  const stream: ScenarioStream = {
    vantage: 'local',
    target: 'target',
    isAffected: true,
    at: Float64Array.from(timeline, (_, index) => index * intervalMs),
    variant: Uint8Array.from(timeline, (character) => '.xm'.indexOf(character)),
    variants: VARIANTS,
  };
  const scenario = { streams: [stream] } as unknown as Scenario;
  return (BASELINES[rule]?.(stream, scenario) ?? []).map(({ at }) => at / intervalMs);
}

const UP = '.'.repeat(21);

describe('rules of other monitors', () => {
  test.each([
    { rule: '3 in a row', timeline: '.xx.xxx.xxxx', alarms: [6, 10] },
    { rule: '3 in a row', timeline: '.mmmm.xmx', alarms: [] },
    { rule: '3 of 5', timeline: '.x.x.x....x.xx', alarms: [5, 13] },
    { rule: '3 of 5', timeline: '.x..x..x..x', alarms: [] },
    // Four changes of a weight near 1.2 are 24 % of twenty.
    { rule: 'Nagios flapping 20/5 %', timeline: `${UP}x.x.`, alarms: [24] },
    { rule: 'Nagios flapping 20/5 %', timeline: `${UP}x..`, alarms: [] },
    { rule: 'Nagios flapping 20/5 %', timeline: `x.x.x.x${UP}`, alarms: [20] },
    { rule: 'Icinga 2 flapping 30/25 %', timeline: `${UP}x.x.`, alarms: [] },
    { rule: 'Icinga 2 flapping 30/25 %', timeline: `${UP}x.x.x.`, alarms: [26] },
    { rule: 'Kibana flapping 4 of 20', timeline: `${UP}x.x`, alarms: [] },
    { rule: 'Kibana flapping 4 of 20', timeline: `${UP}x.x.`, alarms: [24] },
  ])('$rule on $timeline', ({ rule, timeline, alarms }) => {
    expect(alarmsAt(rule, timeline)).toEqual(alarms);
  });

  test.each([
    { name: 'three outages of two probes in a day', timeline: '.xx..xx..xx.', alarms: [10] },
    { name: 'single failing probes', timeline: '.x..x..x..x.', alarms: [] },
    { name: 'three outages in more than a day', timeline: `.xx${'.'.repeat(20)}xx${'.'.repeat(20)}xx`, alarms: [] },
    { name: 'a fourth within the week', timeline: '.xx..xx..xx..xx', alarms: [10] },
  ])('3 outages in 24 h: $name', ({ timeline, alarms }) => {
    expect(alarmsAt('3 outages in 24 h', timeline, HOUR_MS)).toEqual(alarms);
  });
});
