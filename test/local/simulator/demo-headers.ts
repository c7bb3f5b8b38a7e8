import { DEMO_CREDENTIALS } from '../../../functions/local/simulator/world.ts';

/** All the headers that the highest rung of the ladder needs, valid in the demo world. */
export const DEMO_HEADERS = {
  'api-version': '2',
  'api-application': DEMO_CREDENTIALS.application,
  authorization: `Bearer ${DEMO_CREDENTIALS.token}`,
  'api-company': DEMO_CREDENTIALS.company,
} as const;
