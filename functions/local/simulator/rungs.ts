import type { EpochMs } from '../../core/model/time.ts';
import { errorAnswer, isRejection, itemAnswer, listAnswer, type Answer } from './answer.ts';
import { cutPage } from './page.ts';
import type { World, WorldCompany, WorldItem, WorldToken } from './world.ts';

/** What an operation may look at, besides the caller. */
export interface Asked {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly now: EpochMs;
}

/** An operation, by what its caller must show. Each tier includes those before it. */
export type Rung =
  | { readonly tier: 'open' | 'application'; answer(asked: Asked): Answer }
  | { readonly tier: 'token'; answer(asked: Asked, token: WorldToken): Answer }
  | { readonly tier: 'company'; answer(asked: Asked, company: WorldCompany): Answer };

/**
 * The GET operations of the default probe ladder, by path below the base path. Header rules and properties follow the
 * API's OpenAPI document; the `type` names are our assumption. `fields` and `filters` are ignored: an answer always has
 * all the properties that the world knows.
 */
export const RUNGS: ReadonlyMap<string, Rung> = new Map<string, Rung>([
  [
    '/server-time',
    { tier: 'open', answer: ({ now }) => itemAnswer('ServerTime', { datetime: new Date(now).toISOString() }) },
  ],
  [
    '/platform-servers',
    { tier: 'application', answer: ({ world, query }) => pageAnswer('PlatformServer', world.platformServers, query) },
  ],
  [
    '/access-tokens/me',
    {
      tier: 'token',
      answer: (_asked, { publicId, expiresOn }) =>
        itemAnswer('AccessToken', {
          publicId,
          expiresOn: new Date(expiresOn).toISOString(),
          scope: { type: 'unrestricted' },
        }),
    },
  ],
  ['/companies/me', { tier: 'company', answer: (_asked, { publicId }) => itemAnswer('Company', { publicId }) }],
  ['/agents', { tier: 'company', answer: ({ query }, company) => pageAnswer('Agent', company.agents, query) }],
]);

function pageAnswer(type: string, items: readonly WorldItem[], query: URLSearchParams): Answer {
  const page = cutPage(items, query);
  return isRejection(page) ? errorAnswer(page.status, [page.error]) : listAnswer(type, page.items, page.moreAfter);
}
