import {
  PHASES,
  type Delivery,
  type HttpAnswer,
  type Observation,
  type Phase,
} from '../../functions/core/model/observation.ts';
import { failureName, isFailure, type AttemptOutcome } from '../../functions/core/model/outcome.ts';
import type { ConnectRequest } from '../../functions/core/ports.ts';

/** Planted into every request; it must not be found in anything that comes of it. */
export const PLANTED_TOKEN = 'PlantedTokenPlantedTokenPlanted1';

/** The headers of every request. */
export const PLANTED_HEADERS = { accept: 'application/json', authorization: `Bearer ${PLANTED_TOKEN}` } as const;

/** A deadline that an attempt is meant to run into. */
export const SHORT_MS = 100;
/** A deadline that no attempt is meant to reach. */
export const AMPLE_MS = 10_000;

/** Deadlines that no attempt is meant to reach, but for those that are named. */
export function deadlinesWith(short: Partial<ConnectRequest['deadlines']> = {}): ConnectRequest['deadlines'] {
  return { resolveMs: AMPLE_MS, connectMs: AMPLE_MS, tlsMs: AMPLE_MS, answerMs: AMPLE_MS, ...short };
}

/** What an attempt came to, without its times. */
export interface Finding {
  /** `healthy`, or class and kind. */
  readonly outcome: string;
  /** Phase and code of the error. */
  readonly error: readonly [phase: Phase, code: string] | null;
  /** The phases that were reached, in order; every other one is `null`. */
  readonly reached: readonly Phase[];
  readonly delivery: Delivery;
  readonly address: string | null;
  /** Status, how the body ended, and its bytes. */
  readonly answer: readonly [status: number, bodyEnd: HttpAnswer['bodyEnd'], bodyBytes: number] | null;
  readonly pathProven: boolean | null;
}

/** An attempt as a test states it. */
export function findingOf({ answer, error, ...observation }: Observation, outcome: AttemptOutcome): Finding {
  return {
    outcome: isFailure(outcome) ? failureName(outcome) : outcome.class,
    error: error === null ? null : [error.phase, error.code ?? error.name],
    reached: PHASES.filter((phase) => observation.phasesMs[phase] !== null),
    delivery: observation.delivery,
    address: observation.address,
    answer: answer === null ? null : [answer.status, answer.bodyEnd, answer.bodyBytes],
    pathProven: observation.pathProven,
  };
}
