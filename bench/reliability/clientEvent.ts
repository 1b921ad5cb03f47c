/** A client under comparison, by the name under which it is imported. */
export type ClientName = 'amazon-connect-chatjs' | 'rx-connect-chat/lite' | 'rx-connect-chat';

/** What a client's process is told once, when it has started. */
export interface ClientTask {
  readonly client: ClientName;
  readonly endpoint: string;
  readonly chatDetails: {
    readonly contactId: string;
    readonly participantId: string;
    readonly participantToken: string;
  };
}

/** What a client's process is told later. */
export type ClientCommand =
  /** The device notices that the network went, or came back. */
  | { readonly kind: 'network'; readonly online: boolean }
  /** Send this text. */
  | { readonly kind: 'send'; readonly text: string };

/** What a client's process tells, as it happens. */
export type ClientEvent =
  /** The client says that it is connected. */
  | { readonly kind: 'connected' }
  /** `messages$` or `onMessage` gave a message. */
  | { readonly kind: 'message'; readonly id: string }
  /** `transcript$` or `onTranscriptUpdated` shows these messages. */
  | { readonly kind: 'transcript'; readonly ids: readonly string[] }
  /** A text that the client was told to send was accepted by the service after so many milliseconds. */
  | { readonly kind: 'accepted'; readonly ms: number }
  /** The client says that it will try again in so many milliseconds. */
  | { readonly kind: 'retrying'; readonly inMs: number }
  /** An error that nothing caught. */
  | { readonly kind: 'thrown'; readonly message: string };
