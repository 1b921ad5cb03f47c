import type { WireItem } from '../../../lib/wire/index.js';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: RestBody;
}

/** The fields of all operations' answers that specs look at. */
export interface RestBody {
  readonly message?: string;
  readonly Id: string;
  readonly AbsoluteTime: string;
  readonly ContactId: string;
  readonly ParticipantId: string;
  readonly ParticipantToken: string;
  readonly ContinuedFromContactId?: string;
  readonly MessageMetadata?: { readonly MessageProcessingStatus?: string };
  readonly Websocket: { readonly Url: string; readonly ConnectionExpiry: string };
  readonly ConnectionCredentials: { readonly ConnectionToken: string; readonly Expiry: string };
  readonly WebRTCConnection?: object;
  readonly InitialContactId: string;
  readonly Transcript: readonly WireItem[];
  readonly NextToken?: string;
  readonly AttachmentId: string;
  readonly UploadMetadata: {
    readonly Url: string;
    readonly UrlExpiry: string;
    readonly HeadersToInclude: Record<string, string>;
  };
  readonly Url: string;
  readonly UrlExpiry: string;
  readonly AttachmentSizeInBytes: number;
  readonly AuthenticationUrl: string;
  readonly View?: object;
}

/** Asks the service over HTTP with a bearer, as a client without any library does. */
export class RestClient {
  constructor(
    private readonly url: string,
    readonly token?: string,
  ) {}

  async request(method: string, path: string, body?: unknown): Promise<RestAnswer> {
    const response = await fetch(this.url + path, {
      method,
      ...(this.token !== undefined && { headers: { 'x-amz-bearer': this.token } }),
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type') === 'application/json';
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : { message: text }) as RestBody,
    };
  }

  post(operation: string, body: unknown = {}): Promise<RestAnswer> {
    return this.request('POST', `/participant/${operation}`, body);
  }

  /** The status and the type of the error, if it is one. */
  async outcome(operation: string, body: unknown = {}): Promise<string> {
    const { status, headers } = await this.post(operation, body);
    const type = headers.get('x-amzn-errortype');
    return type === null ? String(status) : `${status} ${type}`;
  }

  say(content: string, fields: object = {}): Promise<RestAnswer> {
    return this.post('message', { ContentType: 'text/plain', Content: content, ...fields });
  }

  event(name: string, fields: object = {}): Promise<RestAnswer> {
    return this.post('event', {
      ContentType: `application/vnd.amazonaws.connect.event.${name}`,
      ...fields,
    });
  }

  async transcript(fields: object = {}): Promise<RestBody> {
    return (await this.post('transcript', { SortOrder: 'ASCENDING', ...fields })).body;
  }
}

/** CreateParticipantConnection; its URL, and a client with its connection token. */
export async function connect(
  url: string,
  participantToken: string,
): Promise<{ rest: RestClient; socketUrl: string }> {
  const { body } = await new RestClient(url, participantToken).post('connection', {
    Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
  });
  return {
    rest: new RestClient(url, body.ConnectionCredentials.ConnectionToken),
    socketUrl: body.Websocket.Url,
  };
}
