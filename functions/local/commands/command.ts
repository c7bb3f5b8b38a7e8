import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { Clock } from '../../core/ports.ts';
import { loadSettings, type LoadedSettings } from '../load-config.ts';
import { UsageError } from './usage-error.ts';

/** The part of an output stream that is needed. */
export interface OutputStream {
  readonly isTTY?: boolean;
  /** 0 or absent where the width is not known. */
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** What a command needs from outside. */
export interface CommandWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The settings that are used where there are any, and none are named. */
  readonly defaultConfig: string;
  /** Where the local history is kept. */
  readonly folder: string;
  readonly clock: Clock;
  readonly standardInput: AsyncIterable<Uint8Array>;
  readonly standardOutput: OutputStream;
  readonly standardError: OutputStream;
  /** Aborts when a person or the system asks the process to stop; from the first call on the process no longer ends by itself. */
  readonly untilInterrupted: () => AbortSignal;
  /** Shows a line on standard output at once. */
  readonly say: (line: string) => void;
  /** A client for a region; `null` for the one that the environment names. */
  readonly dynamo: (region: string | null) => DynamoDBClient;
  readonly sns: (region: string | null) => SNSClient;
}

/** How a command ended. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2 | 3;
  /** For standard output. */
  readonly output: string;
  /** For standard error, a line each. */
  readonly complaints: readonly string[];
}

/** Settings that are sound, and what is strange about them. */
export type FoundSettings = Extract<LoadedSettings, { readonly ok: true }>;

/**
 * The settings in a file.
 *
 * @throws {UsageError} saying everything that is wrong with them
 */
export async function settingsIn(file: string): Promise<FoundSettings> {
  const loaded = await loadSettings(file);
  if (!loaded.ok) throw new UsageError(loaded.message);
  return loaded;
}

/** What the account must give for AWS to answer, by the name of the SDK's or the service's error. */
const ACCESS_ERRORS: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'no credentials for AWS; sign in, or set AWS_PROFILE',
  UnrecognizedClientException: 'AWS does not know these credentials',
  InvalidClientTokenIdException: 'AWS does not know these credentials',
  InvalidClientTokenId: 'AWS does not know these credentials',
  ExpiredTokenException: 'the credentials have expired; sign in again',
  ExpiredToken: 'the credentials have expired; sign in again',
  AccessDeniedException: 'these credentials may not do that',
  AuthorizationErrorException: 'these credentials may not do that',
  ResourceNotFoundException: 'there is no such table in this region',
  NotFoundException: 'there is no such topic in this region',
};

/** What a person has to mend before AWS answers, or `null` for any other error. */
export function accessTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (/region is missing/i.test(error.message)) return 'no region; give --region, or set AWS_REGION';
  const trouble = ACCESS_ERRORS[error.name];
  return trouble === undefined ? null : `${trouble} (${error.message})`;
}
