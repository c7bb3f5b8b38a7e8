import type { Notice, Problem } from '../../core/model/problem.ts';
import type { OutcomeSeries } from '../../core/picture/fold-cells.ts';
import { nameInRecord } from './recorded-names.ts';

/** A series by the names of the record. */
export function shownSeries(series: OutcomeSeries): OutcomeSeries {
  return { ...series, target: nameInRecord(series.target), vantage: nameInRecord(series.vantage) };
}

/** A problem by the names of the record; its members keep their ids. */
export function shownProblem(problem: Problem): Problem {
  const { subject, scope } = problem;
  const [targets, vantages] = [scope.targets.map(nameInRecord), scope.vantages.map(nameInRecord)];
  return { ...problem, subject: nameInRecord(subject), scope: { ...scope, targets, vantages } };
}

/** A notice by the names of the record. */
export function shownNotice(notice: Notice): Notice {
  return { ...notice, problem: shownProblem(notice.problem) };
}
