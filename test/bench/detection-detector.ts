import { newDetector } from '../../functions/core/chronic/detector-state.ts';
import { observe } from '../../functions/core/chronic/detector.ts';
import type { ChronicPolicy } from '../../functions/core/chronic/finding.ts';
import { evidence } from '../support/scenarios/scenario.ts';
import { alarmOf, type Alarm, type Method } from './detection-alarm.ts';

/** Our own detector, one for each stream. */
export function ownDetector(falseAlarmsPerTargetYear: number): Method {
  return (stream, { zone }) => {
    const policy: ChronicPolicy = { falseAlarmsPerTargetYear, zone };
    const state = newDetector();
    const alarms: Alarm[] = [];
    for (const one of evidence(stream)) {
      for (const event of observe(state, one, policy)) alarms.push(alarmOf(one.at, event));
    }
    return alarms;
  };
}
