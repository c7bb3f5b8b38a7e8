import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DAY_MS } from '../../functions/core/model/time.ts';
import type { PatternKind } from '../../functions/core/model/pattern.ts';
import { FAILURE, SUCCESS, type FamilyGroup, type Scenario } from '../support/scenarios/scenario.ts';
import type { ScenarioSource } from './detection-source.ts';

/** What a generator beside the repository makes. Times in seconds. */
interface GivenScenario {
  readonly id: string;
  readonly intervalSec: number;
  readonly tz: string;
  readonly t: Int32Array;
  readonly fail: Uint8Array;
  readonly truth: {
    readonly family: string;
    readonly chronic: boolean;
    readonly accept: readonly string[];
    readonly exact?: readonly string[];
    readonly periods?: readonly number[];
    readonly start: number;
    readonly end: number;
    readonly cycleSec: number;
    readonly ambiguous?: boolean;
  };
}

interface GivenFamily {
  readonly name: string;
  readonly chronic: boolean;
  readonly ambiguous?: boolean;
}

interface GivenGenerator {
  readonly FAMILIES: readonly GivenFamily[];
  readonly build: (set: string, family: GivenFamily, index: number) => GivenScenario;
}

/** Its kinds by our names. */
const KINDS: Readonly<Record<string, readonly PatternKind[]>> = {
  periodic: ['periodic', 'clock'],
  continuous: ['persistent'],
  'persistent-loss': ['lossy'],
  flapping: ['flapping'],
  recurrent: ['recurring'],
};

/** Share of windows that hold a failure in the families where it is not 1, by the number of the family; of others than these 38 nothing is known. */
const HIT_RATIOS: Readonly<Record<string, number>> = { p06: 0.8, p16: 0.5, p20: 0.5, h01: 0.5, h02: 0.3, h05: 0.7 };

/** Where the generator is: in the folder that `DETECTION_SCENARIOS` names, or beside the repository; `null` without one. */
export function givenGenerator(): string | null {
  const folder =
    process.env.DETECTION_SCENARIOS ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'reference', 'detection');
  const file = join(folder, 'generator.ts');
  if (existsSync(file)) return file;
  if (process.env.DETECTION_SCENARIOS === undefined) return null;
  throw new Error(`DETECTION_SCENARIOS is "${folder}", and there is no generator.ts in it`);
}

/** Loads that generator. */
export async function givenScenarios(file: string): Promise<ScenarioSource> {
  const { FAMILIES, build } = (await import(pathToFileURL(file).href)) as GivenGenerator;
  const byName = new Map(FAMILIES.map((family) => [family.name, family]));
  return {
    name: file,
    families: FAMILIES.map((family) => ({ name: family.name, group: groupOf(family) })),
    build(set, name, index) {
      const family = byName.get(name);
      if (family === undefined) throw new Error(`there is no family "${name}" in ${file}`);
      return translate(build(set, family, index), groupOf(family));
    },
  };
}

function groupOf({ name, chronic, ambiguous }: GivenFamily): FamilyGroup {
  if (ambiguous === true) return 'ambiguous';
  if (!chronic) return 'benign';
  return name.startsWith('h') ? 'hard' : 'chronic';
}

function translate({ id, intervalSec, tz, t, fail, truth }: GivenScenario, group: FamilyGroup): Scenario {
  const periodsMs = (truth.periods ?? []).map((period) => period * 1_000);
  return {
    id,
    intervalMs: intervalSec * 1_000,
    zone: tz,
    streams: [
      {
        vantage: 'local',
        target: 'target',
        isAffected: truth.chronic,
        at: Float64Array.from(t, (seconds) => seconds * 1_000),
        variant: fail,
        variants: [SUCCESS, FAILURE],
      },
    ],
    truth: {
      family: truth.family,
      group,
      acceptedKinds: kindsOf(truth.accept),
      exactKinds: kindsOf(truth.exact ?? truth.accept),
      periodsMs,
      // Weekends are told as a week or as a day with weekdays: that is one cause.
      causes: Math.max(1, new Set(periodsMs.filter((period) => period !== 7 * DAY_MS)).size),
      hitRatio: HIT_RATIOS[truth.family.slice(0, 3)] ?? (truth.chronic ? 1 : null),
      startMs: truth.start * 1_000,
      endMs: truth.end * 1_000,
      cycleMs: truth.cycleSec * 1_000,
    },
  };
}

function kindsOf(names: readonly string[]): readonly PatternKind[] {
  return [
    ...new Set(
      names.flatMap((name) => {
        const kinds = KINDS[name];
        if (kinds === undefined) throw new Error(`unknown kind "${name}"; known are ${Object.keys(KINDS).join(', ')}`);
        return kinds;
      }),
    ),
  ];
}
