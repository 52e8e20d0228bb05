export type ErrorBody = {
  type: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  message: string;
  code?: string;
  decline_code?: string;
  doc_url?: string;
  param?: string;
  [other: string]: unknown;
};

/**
 * A refusal in Stripe's shape. `executed` is false when a request was refused before its endpoint began: such an answer
 * is not kept under an idempotency key. An endpoint that returns one instead of throwing it keeps what it has stored.
 */
export class StripeError extends Error {
  readonly body: ErrorBody;

  constructor(
    readonly status: number,
    body: ErrorBody,
    readonly executed: boolean,
  ) {
    super(body.message);
    this.name = 'StripeError';
    const { code } = body;
    this.body = code ? { ...body, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : body;
  }
}

/** A parameter that cannot be right whatever the state is. */
export function invalidParameter(code: string, param: string, message: string): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', code, param, message }, false);
}

/** A well-formed request that the present state refuses. */
export function refused(message: string, code?: string, param?: string): StripeError {
  return new StripeError(
    400,
    { type: 'invalid_request_error', message, ...(code ? { code } : {}), ...(param ? { param } : {}) },
    true,
  );
}

/** 404 for the object named in the path, 400 for one named in a parameter, as Stripe answers. */
export function noSuch(kind: string, id: string, param: string, status: 400 | 404): StripeError {
  const message = `No such ${kind.replace('.', ' ')}: '${id}'`;
  return new StripeError(status, { type: 'invalid_request_error', code: 'resource_missing', param, message }, true);
}
