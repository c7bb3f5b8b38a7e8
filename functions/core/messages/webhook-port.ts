/** How an incoming webhook answered, or why it did not. Neither holds a piece of its URL, which is a secret. */
export type WebhookAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The header of that name. */
      readonly retryAfter: string | null;
      /** The error code in the body, like `invalid_blocks`; `null` when the body is not a single word. */
      readonly code: string | null;
    }
  | {
      readonly kind: 'no-answer';
      /** Of the error that ended the attempt, like `ECONNREFUSED`. */
      readonly errorCode: string;
    };

export interface Webhook {
  /** Posts a JSON body once, without retrying. Rejects only for a URL that cannot be used. */
  post(url: URL, body: object): Promise<WebhookAnswer>;
}
