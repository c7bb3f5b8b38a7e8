import { buildScenario, FAMILIES } from '../support/scenarios/build-scenario.ts';
import type { FamilyGroup, Scenario } from '../support/scenarios/scenario.ts';
import { givenGenerator, givenScenarios } from './detection-given-scenarios.ts';

/** A family of scenarios by name. */
export interface NamedFamily {
  readonly name: string;
  readonly group: FamilyGroup;
}

/** Where scenarios come from. */
export interface ScenarioSource {
  readonly name: string;
  readonly families: readonly NamedFamily[];
  /** Makes the scenario that these three determine. */
  build(set: string, family: string, index: number): Scenario;
}

const OWN_BY_NAME = new Map(FAMILIES.map((family) => [family.name, family]));

const OWN: ScenarioSource = {
  name: 'test/support/scenarios',
  families: FAMILIES,
  build(set, name, index) {
    const family = OWN_BY_NAME.get(name);
    if (family === undefined) throw new Error(`there is no family "${name}"`);
    return buildScenario(set, family, index);
  },
};

/** The scenarios beside the repository when they are there and wanted, else our own. */
export async function scenarioSource(isOwn: boolean): Promise<ScenarioSource> {
  const file = isOwn ? null : givenGenerator();
  return file === null ? OWN : givenScenarios(file);
}
