import { SSMClient } from '@aws-sdk/client-ssm';
import { AWS_TIMEOUTS } from '../adapters/aws-timeouts.ts';
import { ssmSecrets } from '../adapters/ssm-secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { MINUTE_MS } from '../core/model/time.ts';
import { detectHandler } from '../detect/handler.ts';

const client = new SSMClient(AWS_TIMEOUTS);

/**
 * Lambda entry point in place of that of functions/detect, where the URL of the dead-man service is in a parameter: the client that
 * reads it is a sixth of the code, which the others need not load.
 */
export const handler = detectHandler(ssmSecrets({ client, now: () => systemClock.now(), keepMs: 5 * MINUTE_MS }));
