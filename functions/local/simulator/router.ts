import type { IncomingHttpHeaders } from 'node:http';
import type { EpochMs } from '../../core/model/time.ts';
import { errorAnswer, isRejection, type Answer, type Rejection } from './answer.ts';
import { checkVersion, findApplication, findCompany, findToken } from './request-headers.ts';
import { RUNGS, type Asked, type Rung } from './rungs.ts';
import type { World } from './world.ts';

/** Where the API lives on its host. */
export const BASE_PATH = '/api';

/** The part of a request that decides its answer. */
export interface SimulatedRequest {
  readonly method: string;
  /** As in the request line: path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** The path below the base path, without the query; `null` for a request outside of it. */
export function pathBelowBase(url: string): string | null {
  const [path = ''] = url.split('?', 1);
  return path.startsWith(`${BASE_PATH}/`) ? path.slice(BASE_PATH.length) : null;
}

/**
 * The healthy API's answer. Headers are checked in the order of the ladder and the first that is wrong is reported.
 * Texts and envelope of 404 and 405 are our assumption: the API documents neither.
 */
export function route(world: World, request: SimulatedRequest, now: EpochMs): Answer {
  const path = pathBelowBase(request.url);
  const rung = path === null ? undefined : RUNGS.get(path);
  if (rung === undefined) return errorAnswer(404, [{ message: 'Not found' }]);
  if (request.method !== 'GET') return errorAnswer(405, [{ message: 'Method not allowed' }], { allow: 'GET' });
  const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
  const answer = climb(rung, request.headers, { world, query, now });
  return isRejection(answer) ? errorAnswer(answer.status, [answer.error]) : answer;
}

function climb(rung: Rung, headers: IncomingHttpHeaders, asked: Asked): Answer | Rejection {
  const wrongVersion = checkVersion(headers);
  if (wrongVersion !== null) return wrongVersion;
  if (rung.tier === 'open') return rung.answer(asked);

  const application = findApplication(headers, asked.world);
  if (isRejection(application)) return application;
  if (rung.tier === 'application') return rung.answer(asked);

  const token = findToken(headers, asked.world, application.publicId, asked.now);
  if (isRejection(token)) return token;
  if (rung.tier === 'token') return rung.answer(asked, token);

  const company = findCompany(headers, asked.world, token);
  return isRejection(company) ? company : rung.answer(asked, company);
}
