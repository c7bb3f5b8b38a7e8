import { httpProber } from '../../functions/adapters/http/prober.ts';
import { classify } from '../../functions/core/probing/classify.ts';
import { attemptRequest } from './attempt-request.ts';
import { serveRounds, workerArguments } from './worker.ts';

const { host, authority } = workerArguments();
const prober = httpProber({ now: Date.now, trustedCertificates: [authority] });
const { signal } = new AbortController();

serveRounds(host, async (url) => {
  const observation = await prober.attempt(attemptRequest(url, signal));
  const outcome = classify(observation, { expect: { type: 'ServerTime' }, tokenExpiresAt: null });
  if (outcome.class !== 'healthy') throw new Error(`not healthy: ${JSON.stringify(outcome)}`);
});
