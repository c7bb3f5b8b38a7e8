import { TICK_AT } from '../../../support/builders.ts';
import { answered, errorBody, successBody } from '../../../support/observations.ts';
import type { Row } from './row.ts';

/** What the API says of a token that it does not accept. */
const INVALID_TOKEN = { message: 'Invalid value', propertyName: 'Authorization' } as const;

const startedAt = TICK_AT + 120;

/** Error envelopes beyond the samples of the source page. */
export const ERROR_ENVELOPES: readonly Row[] = [
  {
    name: 'no token',
    observation: answered(401, errorBody({ message: 'Required header', propertyName: 'Authorization' })),
    is: 'authorization/token-missing',
  },
  ...[-1, 0].map((offset) => ({
    name: `the token ended ${-offset} ms before the request`,
    observation: answered(401, errorBody(INVALID_TOKEN)),
    context: { tokenExpiresAt: startedAt + offset },
    is: 'authorization/token-expired',
  })),
  {
    name: 'the token ends 1 ms after the request',
    observation: answered(401, errorBody(INVALID_TOKEN)),
    context: { tokenExpiresAt: startedAt + 1 },
    is: 'authorization/token-invalid',
  },
  {
    name: 'a token that is too short is that, expired or not',
    observation: answered(401, errorBody({ message: 'Value is too short', propertyName: 'Authorization' })),
    context: { tokenExpiresAt: 0 },
    is: 'authorization/token-too-short',
  },
  ...['Two factor authentication required', 'two-factor missing', 'Role needs 2fa'].map((message) => ({
    name: `2FA in the words "${message}"`,
    observation: answered(401, errorBody({ message })),
    is: 'authorization/two-factor-required',
    detail: message,
  })),
  ...['One-Time Password required', 'One time password failed'].map((message) => ({
    name: `the older vocabulary "${message}"`,
    observation: answered(401, errorBody({ message })),
    is: 'authorization/one-time-password',
  })),
  {
    name: 'another message about the token',
    observation: answered(400, errorBody({ message: 'Nope', propertyName: 'Authorization' })),
    is: 'authorization/unauthorized',
    detail: 'Authorization: Nope',
  },
  {
    name: 'an authorization message in a 200',
    observation: answered(200, errorBody(INVALID_TOKEN)),
    is: 'authorization/token-invalid',
  },
  {
    name: 'a success that mentions the header is none',
    observation: answered(200, successBody({ data: [INVALID_TOKEN] })),
    is: 'healthy',
  },
  {
    name: '401 without words',
    observation: answered(401, errorBody()),
    is: 'authorization/unauthorized',
    detail: null,
  },
  {
    name: '401 about another header than the page’s',
    observation: answered(401, errorBody({ message: 'No permission', propertyName: 'Api-Company' })),
    is: 'authorization/unauthorized',
  },
  {
    name: '403 in unknown words',
    observation: answered(403, errorBody({ message: 'No permission' })),
    is: 'authorization/forbidden',
    detail: 'No permission',
  },
  {
    name: 'Api-Application is a header like Api-Company',
    observation: answered(403, errorBody({ message: 'Invalid value', propertyName: ' api-application ' })),
    is: 'content/invalid-header-value',
  },
  {
    name: 'a required header of another name',
    observation: answered(400, errorBody({ message: 'Required header', propertyName: 'X-Other' })),
    is: 'content/missing-header',
  },
  {
    name: '404',
    observation: answered(404, errorBody({ message: 'Unknown' })),
    is: 'content/not-found',
    detail: 'Unknown',
  },
  { name: '404 without words', observation: answered(404, errorBody()), is: 'content/not-found', detail: 'status 404' },
  { name: '405', observation: answered(405, errorBody()), is: 'content/method-not-allowed' },
  {
    name: 'a property of the request',
    observation: answered(422, errorBody({ message: 'Bad', propertyName: 'fields' })),
    is: 'content/invalid-value',
    detail: 'fields: Bad',
  },
  { name: 'no property', observation: answered(400, errorBody({ message: 'Bad' })), is: 'content/other' },
  {
    name: 'entries that are no objects',
    observation: answered(400, '{"status":"error","type":"Error","data":["a",null,3]}'),
    is: 'content/other',
    detail: 'status 400',
  },
  {
    name: 'fields of the wrong type are not there',
    observation: answered(
      400,
      '{"status":"error","type":"Error","data":[{"message":5,"propertyName":{},"listIndex":"1"}]}',
    ),
    is: 'content/other',
    detail: 'status 400',
  },
  {
    name: 'several entries',
    observation: answered(400, errorBody({ message: 'A', propertyName: 'a', listIndex: 0 }, { message: 'B' })),
    is: 'content/invalid-value',
    detail: 'a[0]: A; B',
  },
];
