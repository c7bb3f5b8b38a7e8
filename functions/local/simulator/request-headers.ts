import type { IncomingHttpHeaders } from 'node:http';
import type { EpochMs } from '../../core/model/time.ts';
import type { Rejection } from './answer.ts';
import type { World, WorldCompany, WorldToken } from './world.ts';

/*
 * The messages are those of the API's "Common errors" page. It names no statuses: 400 for content and 401 for
 * authorization are our assumption, and so is `Invalid value` for an application or company ID of the wrong shape.
 */
const CONTENT_STATUS = 400;
const AUTHORIZATION_STATUS = 401;

/** OpenAPI: `bearerToken` secrets have a minimum and a maximum length of 32. */
const TOKEN_LENGTH = 32;

/** `Api-Version` must be 2, the only version there is. */
export function checkVersion(headers: IncomingHttpHeaders): Rejection | null {
  const version = contentHeader(headers, 'Api-Version');
  if (typeof version !== 'string') return version;
  return version === '2' ? null : invalidValue('Api-Version');
}

/** The application ID of a request, when the world knows it. */
export function findApplication(headers: IncomingHttpHeaders, world: World): { publicId: string } | Rejection {
  const publicId = contentHeader(headers, 'Api-Application');
  if (typeof publicId !== 'string') return publicId;
  const known = /^[0-9a-zA-Z]{12}$/.test(publicId) && world.applications.includes(publicId);
  return known ? { publicId } : invalidValue('Api-Application');
}

/**
 * The token of a request, when the world knows it, it has not expired and belongs to the application. The page gives
 * expired and wrong tokens the same `Invalid value`.
 */
export function findToken(
  headers: IncomingHttpHeaders,
  world: World,
  application: string,
  now: EpochMs,
): WorldToken | Rejection {
  const { authorization } = headers;
  if (authorization === undefined) return unauthorized('Required header');
  const [type = '', secret = '', ...rest] = authorization.split(' ');
  if (secret === '' || rest.length > 0) {
    return unauthorized('Authorization must start with a type and have a credentials');
  }
  if (secret.length < TOKEN_LENGTH) return unauthorized('Value is too short');
  if (secret.length > TOKEN_LENGTH) return unauthorized('Value is too long');
  if (!/^[0-9a-zA-Z]+$/.test(secret)) return unauthorized('Value does not match regex expression');
  const token = world.tokens.find((candidate) => candidate.secretId === secret);
  if (type.toLowerCase() !== 'bearer' || token?.application !== application || token.expiresOn <= now) {
    return unauthorized('Invalid value');
  }
  if (token.lacksTwoFactor) return { status: AUTHORIZATION_STATUS, error: { message: '2FA is required' } };
  return token;
}

/** The company of a request, when the token is a member of it. */
export function findCompany(headers: IncomingHttpHeaders, world: World, token: WorldToken): WorldCompany | Rejection {
  const publicId = contentHeader(headers, 'Api-Company');
  if (typeof publicId !== 'string') return publicId;
  const company = world.companies.find((candidate) => candidate.publicId === publicId);
  const valid = /^(\d{4}-){4}\d{4}$/.test(publicId) && token.companies.includes(publicId);
  return valid && company !== undefined ? company : invalidValue('Api-Company');
}

/** A query parameter or header with a value that is not allowed. */
export function invalidValue(propertyName: string): Rejection {
  return { status: CONTENT_STATUS, error: { message: 'Invalid value', propertyName } };
}

function contentHeader(headers: IncomingHttpHeaders, name: string): string | Rejection {
  const value = headers[name.toLowerCase()];
  return typeof value === 'string'
    ? value
    : { status: CONTENT_STATUS, error: { message: 'Required header', propertyName: name } };
}

function unauthorized(message: string): Rejection {
  return { status: AUTHORIZATION_STATUS, error: { message, propertyName: 'Authorization' } };
}
