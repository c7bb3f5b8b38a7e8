import { timeText } from '../messages/time-words.ts';
import { shownText } from '../picture/escape-xml.ts';
import { latencyCharts } from '../picture/latency-charts.ts';
import { alertList } from './alert-list.ts';
import type { DeskFacts } from './desk-facts.ts';
import { expectedSection } from './expected-section.ts';
import { healthSection } from './monitor-health.ts';
import { faultList, heading, outcomesAndPatterns, spanText } from './page-parts.ts';
import { pageState } from './page-state.ts';
import { PAGE_SPANS } from './page-spans.ts';
import { pastList, pastProblems } from './past-problems.ts';
import { stateSection } from './state-section.ts';
import type { PageOptions } from './status-facts.ts';

/**
 * What changes of a desk's page: everything between its head and its foot, in sections that have ids, so that a script can put a
 * newer one in its place.
 *
 * @throws RangeError when the time zone is no IANA time zone.
 */
export function deskPart(facts: DeskFacts, options: PageOptions): string {
  const { now, problems, standing, range, alerts, told } = facts;
  const { timeZone: zone, tickMs } = options.settings;
  const { outcomes, patterns } = outcomesAndPatterns(facts, zone);
  const past = pastProblems([...(problems ?? []), ...facts.toldProblems], range.from);
  const expected = expectedSection(problems ?? [], now, zone);
  const health = standing === null ? '' : healthSection(standing, now, tickMs, zone);
  const { words, tone } = pageState(facts, options);
  return [
    `<div id="live" class="apic" data-state="${shownText(words, 600)}" data-tone="${tone}">`,
    section('now', `<h2>Now</h2>${faultList(facts.faults)}${stateSection({ ...facts, now }, options)}`),
    section(
      'expected',
      expected === '' ? '' : `${heading('Expected next', 'when failures that repeat come back')}${expected}`,
    ),
    section('outcomes', outcomes),
    section('latency', `${heading('Latency', spanText(facts, zone))}${latencyCharts(facts.latency, zone)}`),
    section('patterns', patterns),
    section(
      'past',
      `${heading('Past problems', `over since ${spanText(facts, zone).split(' to ')[0] ?? ''}`)}${pastList(past, zone)}`,
    ),
    section(
      'alerts',
      `${heading('Alerts', 'the newest first')}<p class="note">${shownText(told, 400)}</p>${alertsOf(alerts, zone)}`,
    ),
    section('monitor', `${heading('The monitor itself', '')}${faultList(facts.ownFaults)}${health}`),
    `<p id="drawn" class="note">As of ${shownText(timeText(now, zone))}</p></div>`,
  ].join('');
}

function alertsOf(alerts: DeskFacts['alerts'], zone: string): string {
  return alerts === null ? '<p>They could not be read.</p>' : alertList(alerts, zone);
}

function section(id: string, content: string): string {
  return content === '' ? '' : `<section id="${id}">${content}</section>`;
}

/** The links to other stretches of time. */
export function spanLinks({ span }: Pick<DeskFacts, 'span'>): string {
  const links = PAGE_SPANS.map(({ name, words }) => {
    const isShown = name === span.name;
    return `<li><a href="/?range=${name}"${isShown ? ' aria-current="page"' : ''}>${words}</a></li>`;
  });
  return `<nav aria-label="Time shown"><ul>${links.join('')}</ul></nav>`;
}

/** The same place where nothing could be made. */
export function faultPart(what: string): string {
  const fault = {
    what,
    error: '',
    remedy: 'Its log, monitor.log beside the history, says more. The page tries again by itself.',
  };
  return `<div id="live" class="apic" data-state="${shownText(what)}" data-tone="bad">${faultList([fault])}</div>`;
}
