/** The errors of the Participant Service and of StartChatContact, and the status each comes with. */
export const ERROR_STATUS = {
  InvalidRequestException: 400,
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  LimitExceededException: 429,
  ThrottlingException: 429,
  InternalServerException: 500,
} as const;

/** @see ERROR_STATUS */
export type ServiceErrorType = keyof typeof ERROR_STATUS;

/**
 * A refusal of the service, as it goes over the wire: `type` in the header `x-amzn-errortype`, `message`
 * in the body. Messages name fields and limits, never what was sent.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly status: number;

  constructor(
    readonly type: ServiceErrorType,
    message: string,
  ) {
    super(message);
    this.status = ERROR_STATUS[type];
  }
}

/** Any token that is wrong, expired, or of a chat that has ended is refused in the same words. */
export const accessDenied = (): ServiceError =>
  new ServiceError('AccessDeniedException', 'Access denied');

/** What cannot be done as things stand. */
export const conflict = (message: string): ServiceError =>
  new ServiceError('ConflictException', message);

/** A 400 that says what is wrong with the request. */
export const invalid = (message: string): ServiceError =>
  new ServiceError('ValidationException', message);
