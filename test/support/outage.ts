import type { Attempt, Probe, Run, RunKey } from '../../functions/core/model/run.ts';
import { aProbe, aRefusedObservation, aRunKey } from './builders.ts';

/** How one attempt of a total outage ends, each with other words: kind, phase and what the wire said. */
const ENDINGS = [
  { kind: 'connect-timeout', phase: 'connect', code: 'ETIMEDOUT' },
  { kind: 'connection-reset', phase: 'processing', code: 'ECONNRESET' },
  { kind: 'tls-handshake', phase: 'tls', code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR' },
] as const;

/** A detail of the longest length allowed (300 characters), different for every attempt, a few of them not ASCII. */
function detailOf(target: number, attempt: number, code: string): string {
  const words = `${code} 203.0.113.${target % 256}:443, connexion coupée, request ${target}-${attempt} `;
  return words.padEnd(300, String(target * 31 + attempt));
}

function failedAttempt(key: RunKey, target: number, attempt: number): Attempt {
  const ending = ENDINGS[attempt % ENDINGS.length] ?? ENDINGS[0];
  const detail = detailOf(target, attempt, ending.code);
  return {
    observation: aRefusedObservation({
      startedAt: key.tickAt + target * 100 + attempt * 10_400.25,
      durationMs: 10_000.5,
      address: `203.0.113.${target % 256}`,
      delivery: 'unknown',
      error: { phase: ending.phase, name: 'Error', code: ending.code, message: detail },
    }),
    outcome: { class: 'network', kind: ending.kind, detail },
  };
}

/** A run in which every attempt of every target fails, each with words of its own: the largest record there is. */
export function anOutage(targets: number, attemptsEach: number, key: RunKey = aRunKey()): Run {
  const probes = Array.from({ length: targets }, (_, target): Probe => {
    const attempts = Array.from({ length: attemptsEach }, (_unused, attempt) => failedAttempt(key, target, attempt));
    return aProbe({ targetId: `company-${target}-agents-of-the-long-name`, attempts });
  });
  return { key, probes, diagnoses: [] };
}
