import { BODY_LIMIT_BYTES } from '../../functions/core/model/observation.ts';
import { HEALTHY_JSON, JSON_TYPE, answerBytes, answering } from '../support/listeners-http.ts';
import { HTML_PAGE } from '../support/observations.ts';
import type { LabCase } from './case.ts';
import { answered } from './expected.ts';
import { overHttp } from './open.ts';
import { HTML_TYPE, told } from './told.ts';

/** Answers that APIv2 did not write. */
export const INTERCEPTED_CASES: readonly LabCase[] = [
  intercepted('intercepted-page', '200 with a web page', 'foreign-body', 200, [HTML_TYPE], HTML_PAGE),
  intercepted(
    'intercepted-portal',
    '200 with the sign-in page of a captive portal',
    'foreign-body',
    200,
    [HTML_TYPE, 'server: portal'],
    '<html><form action="/login">',
  ),
  intercepted(
    'intercepted-portal-511',
    '511: a captive portal asks for a login',
    'foreign-body',
    511,
    [HTML_TYPE],
    HTML_PAGE,
  ),
  intercepted('intercepted-json', '200 with JSON of another kind', 'foreign-body', 200, [JSON_TYPE], '{"ok":true}'),
  intercepted(
    'intercepted-half-json',
    '200 with JSON that ends too soon',
    'foreign-body',
    200,
    [JSON_TYPE],
    HEALTHY_JSON.slice(0, -1),
  ),
  intercepted('intercepted-firewall', '403 with the page of a firewall', 'foreign-body', 403, [HTML_TYPE], HTML_PAGE),
  intercepted(
    'intercepted-not-found',
    '404 with the page of a web server',
    'foreign-body',
    404,
    [HTML_TYPE],
    HTML_PAGE,
  ),
  intercepted('intercepted-empty', '200 without a body', 'empty-body', 200, [JSON_TYPE], ''),
  intercepted('intercepted-no-content', '204', 'empty-body', 204, ['content-length: 0'], ''),
  intercepted('intercepted-redirect', '302 to a login page', 'redirect', 302, ['location: http://login.test/'], ''),
  intercepted(
    'intercepted-portal-redirect',
    '307 of a captive portal, with a page',
    'redirect',
    307,
    [HTML_TYPE, 'location: http://portal.test/'],
    HTML_PAGE,
  ),
  intercepted('intercepted-not-modified', '304', 'redirect', 304, [], ''),
  intercepted(
    'intercepted-proxy',
    '407: a proxy asks for a login',
    'proxy-authentication',
    407,
    ['proxy-authenticate: Basic'],
    '',
  ),
  {
    id: 'intercepted-page-over-limit',
    title: '200 with a web page over the limit',
    open: overHttp(answering(answerBytes(200, [HTML_TYPE], HTML_PAGE.padEnd(2 * BODY_LIMIT_BYTES)))),
    expect: answered('intercepted/foreign-body', 200, 'over-limit'),
  },
];

function intercepted(
  id: string,
  title: string,
  kind: string,
  status: number,
  headers: readonly string[],
  body: string,
): LabCase {
  return told(id, title, `intercepted/${kind}`, status, answerBytes(status, headers, body));
}
