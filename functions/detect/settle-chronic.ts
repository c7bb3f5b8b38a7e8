import type { PlacedFinding } from '../core/chronic/scope.ts';
import { OWN_NETWORK_SUBJECT } from '../core/chronic/snapshot.ts';
import { TIERS } from '../core/model/target.ts';
import type { EpochMs } from '../core/model/time.ts';
import type { Care } from '../core/problems/care.ts';
import { chronicStream } from '../core/problems/chronic-problem.ts';
import type { ChronicView } from '../core/problems/chronic-draft.ts';
import { decideChronic, type TouchedSubject } from '../core/problems/decide-chronic.ts';
import { streamName } from '../core/problems/streams.ts';
import type { Settings } from '../core/settings-model.ts';
import { confirmedFindings, type VantageDetectors } from './chronic-fold.ts';
import type { ProblemDesk } from './problem-desk.ts';

/** The detectors that are at hand, by vantage. */
export type DetectorsByVantage = ReadonlyMap<string, VantageDetectors>;

/**
 * Takes the decisions of a tick on chronic problems and commits each with its notice. False when another pass was faster:
 * what follows is left to it.
 */
export async function settleChronic(
  tickAt: EpochMs,
  touched: readonly TouchedSubject[],
  detectors: DetectorsByVantage,
  settings: Settings,
  desk: ProblemDesk,
  cares: ReadonlyMap<string, Care>,
): Promise<boolean> {
  const view = viewOf(tickAt, detectors, settings, desk, cares);
  await desk.look(touched.flatMap(({ vantage, subject }) => streamsOf(vantage, subject, detectors.get(vantage))));
  for (const { problem, notice, replaces } of decideChronic(view, touched)) {
    // What is known was told before, and is no reason to hold up the rest.
    if ((await desk.commit(problem, notice, replaces)) === 'conflict') return false;
  }
  return true;
}

/** The streams of the chronic problems that the confirmed findings at hand may have. */
export function* findingStreams(detectors: DetectorsByVantage): Iterable<string> {
  for (const [vantage, subjects] of detectors) {
    for (const subject of subjects.keys()) yield* streamsOf(vantage, subject, subjects);
  }
}

function streamsOf(vantage: string, subject: string, subjects: VantageDetectors | undefined): readonly string[] {
  const found = subjects?.get(subject)?.state.found ?? [];
  return found.filter(({ level }) => level === 'confirmed').map(({ id }) => chronicStream(vantage, subject, id));
}

function viewOf(
  tickAt: EpochMs,
  detectors: DetectorsByVantage,
  settings: Settings,
  desk: ProblemDesk,
  cares: ReadonlyMap<string, Care>,
): ChronicView {
  const targets = new Map(settings.targets.map((target) => [target.id, target]));
  const remembered = new Map<string, readonly PlacedFinding[]>();
  const NONE: readonly PlacedFinding[] = [];
  return {
    tickAt,
    findings: (vantage, subject) => {
      const subjects = detectors.get(vantage);
      if (subjects === undefined) return null;
      const detector = subjects.get(subject);
      if (detector === undefined || detector.state.found.length === 0) return NONE;
      const name = streamName(vantage, subject);
      const known = remembered.get(name);
      if (known !== undefined) return known;
      const everyMs = targets.get(subject)?.everyMs ?? settings.tickMs;
      const findings = confirmedFindings(detector).map((finding) => ({ vantage, subject, everyMs, finding }));
      remembered.set(name, findings);
      return findings;
    },
    chronic: () => desk.chronic(),
    chronicAt: (vantage, subject) => desk.chronicAt(streamName(vantage, subject)),
    newest: (stream) => desk.get(stream),
    reminders: settings.reminders,
    care: (problemId) => cares.get(problemId),
    incidents: (vantage, subject) => desk.covering(streamName(vantage, subject)),
    probing: (subject) => [...detectors].flatMap(([vantage, subjects]) => (subjects.has(subject) ? [vantage] : [])),
    rung: (subject) => TIERS.indexOf(targets.get(subject)?.tier ?? 'open'),
    origin: (subject) => {
      const url = subject === OWN_NETWORK_SUBJECT ? undefined : targets.get(subject)?.url;
      return url === undefined ? null : new URL(url).origin;
    },
  };
}
