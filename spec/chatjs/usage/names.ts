import 'rx-connect-chat/chatjs-global';

// Every name that the types of amazon-connect-chatjs 5.0 to 5.3 have, as a program would use them.

/** What users declare for a session that is not there yet. */
let session: ReturnType<typeof connect.ChatSession.create> | undefined;
const customerOnly = (given: connect.CustomerChatSession) => given.disconnectParticipant();
const agentOnly = (given: connect.AgentChatSession) => {
  given.cleanUpOnParticipantDisconnect();
};

const chatDetails: connect.ChatDetailsInput = {
  contactId: 'c',
  participantId: 'p',
  participantToken: 't',
};
const options: connect.ChatSessionOptions = { region: 'us-east-1', customChatClient: null };
const customerArgs: connect.CustomerChatSessionArgs = { chatDetails, options, type: 'CUSTOMER' };
export function asAgent(websocketManager: connect.WebSocketManager): connect.AgentChatSession {
  websocketManager.onConnectionGain(() => {});
  websocketManager.sendMessage({ topic: 'aws/chat' });
  const args: connect.AgentChatSessionArgs = { chatDetails, type: 'AGENT', websocketManager };
  const created = connect.ChatSession.create(args);
  agentOnly(created);
  return created;
}
const anyArgs: connect.ChatSessionArgs = customerArgs;
const types: connect.ChatSessionTypes = connect.ChatSession.SessionTypes;
export function open(): void {
  session ??= connect.ChatSession.create(customerArgs);
  void customerOnly(session);
}

const levels: connect.ChatLogLevel = connect.ChatSession.LogLevel;
const setFeatureFlag: connect.SetFeatureFlag = connect.ChatSession.setFeatureFlag;
const setRegionOverride: connect.SetRegionOverride = connect.ChatSession.setRegionOverride;
const csm: connect.CSMService = connect.ChatSession.csmService;
const self: connect.ChatJSObject = connect.ChatJS;
const all: connect.ChatSessionObject = connect.ChatSession;
const receipts: connect.MessageReceiptsConfig = {};
receipts.shouldSendMessageReceipts = true;
receipts.throttleTime = 5000;
const features: connect.ChatFeaturesConfig = {};
features.messageReceipts = receipts;
const config: connect.ChatGlobalConfig = {
  region: 'us-east-1',
  features,
  loggerConfig: {
    customizedLogger: {
      debug: (...msg) => console.debug(...msg),
      info: (msg) => console.info(msg.length),
      warn: (msg) => console.warn(msg.toUpperCase()),
      error: (...msg) => console.error(...msg),
    },
    level: levels.INFO,
  },
  webSocketManagerConfig: { isNetworkOnline: () => true },
  useDualStack: true,
  customChatClient: null,
};
connect.ChatSession.setGlobalConfig(config);
class OwnLogger implements connect.ChatLogger {
  debug(message: string) {
    console.debug(message.length);
  }
  info(message: string) {
    connect.ChatSession.Logger.info(message);
  }
  warn() {}
  error() {}
}
csm.addCountAndErrorMetric('mine', 'UI', false);
console.log(types.AGENT, setFeatureFlag, setRegionOverride, self.version, all, anyArgs, OwnLogger);

class Proxy extends connect.ChatSession.ChatClient {
  async createParticipantConnection(
    participantToken: string | null,
    type: string[] | null,
    acknowledgeConnection: boolean | null,
  ): Promise<{ data: connect.CreateParticipantConnectionResult }> {
    const answer = await fetch('/connection', {
      method: 'POST',
      body: JSON.stringify({ participantToken, type, acknowledgeConnection }),
    });
    return { data: (await answer.json()) as connect.CreateParticipantConnectionResult };
  }
  disconnectParticipant(connectionToken: string | null): Promise<{ data: unknown }> {
    return Promise.resolve({ data: connectionToken });
  }
  sendMessage(
    connectionToken: string | null,
    content: string,
    contentType: string,
    clientToken?: string,
  ): Promise<{ data: connect.SendMessageResult }> {
    const Id = [connectionToken, content, contentType, clientToken].join();
    return Promise.resolve({ data: { Id, AbsoluteTime: '' } });
  }
  sendEvent(
    connectionToken: string | null,
    contentType: string,
    content: string,
    clientToken?: string,
  ): Promise<{ data: connect.SendEventResult }> {
    return this.sendMessage(connectionToken, content, contentType, clientToken);
  }
  getTranscript(
    connectionToken: string | null,
    args: connect.GetTranscriptArgs,
  ): Promise<{ data: connect.GetTranscriptResult }> {
    const InitialContactId = `${connectionToken} ${args.startPosition?.id}`;
    return Promise.resolve({ data: { InitialContactId, Transcript: [], NextToken: '' } });
  }
  override describeView(viewToken: string): Promise<{ data: connect.DescribeViewResult }> {
    return Promise.resolve({ data: { View: { Id: viewToken } } });
  }
}
const client: connect.ChatClient = new Proxy();
connect.ChatSession.create({ ...customerArgs, options: { customChatClient: client } });

export async function use(given: connect.ChatSessionInterface, file: File): Promise<void> {
  const connectArgs: connect.ConnectArgs = {};
  const connected: connect.ConnectChatResult = await given.connect(connectArgs);
  connected.connectSuccess = true;

  const message: connect.SendMessageArgs = { message: 'Hi', contentType: 'text/plain' };
  message.clientToken = 'token';
  const sent: connect.ParticipantServiceResponse<connect.SendMessageResult> =
    await given.sendMessage(message);
  const requestId: string = sent.requestId;
  if (sent.error) console.log(sent.error.message, requestId, sent.redirectCount, sent.retryCount);

  const contentType: connect.ChatEventContentType =
    'application/vnd.amazonaws.connect.event.message.read';
  const event: connect.SendEventArgs = { contentType, content: '{}' };
  const withMetadata: connect.WithMetadata<
    connect.ParticipantServiceResponse<connect.SendEventResult>,
    number
  > = await given.sendEvent({ ...event, metadata: 1 });
  const echoed: connect.ChatMetadata<number> = withMetadata;
  const receipt: connect.SendMessageReceiptArgs = { event: 'read', messageId: 'm' };
  receipt.messageId = undefined;
  receipt.message = { Id: 'm' };
  await given.sendMessageReceipt(receipt);

  const page: connect.GetTranscriptArgs = { maxResults: 100, scanDirection: 'BACKWARD' };
  const { data }: connect.AWSResponse<connect.GetTranscriptResult> =
    await given.getTranscript(page);
  if (data) {
    const next: string = data.NextToken;
    const items: connect.ChatTranscriptItem[] = data.Transcript;
    console.log(next, items, echoed.metadata);
  }

  const attachment: connect.SendAttachmentArgs = { attachment: file };
  const uploaded: connect.ParticipantServiceResponse<connect.SendAttachmentResult> =
    await given.sendAttachment(attachment);
  const download: connect.DownloadAttachmentArgs = { attachmentId: 'a' };
  const blob = await given.downloadAttachment({ ...download, metadata: 'm' });
  const name: string = blob.metadata;
  const address: connect.GetAttachmentURLArgs = { attachmentId: 'a' };
  const url: string = await given.getAttachmentURL(address);
  const tagged = await given.getAttachmentURL({ ...address, metadata: 'm' });
  const asResult: connect.GetAttachmentURLResult = { Url: url };
  console.log(uploaded, blob.size, name, tagged.metadata, asResult.Url);

  const viewArgs: connect.DescribeViewArgs = { viewToken: 'v', InstanceId: 'i' };
  const described: connect.ParticipantServiceResponse<connect.DescribeViewResult> =
    await given.describeView(viewArgs);
  const view: connect.View | undefined = described.data?.View;
  const content: connect.ViewContent | undefined = view?.Content;
  const status: connect.ViewStatus | undefined = view?.Status;
  const type: connect.ViewType | undefined = view?.Type;
  console.log(
    content?.Template,
    status?.PUBLISHED,
    type?.AWS_MANAGED,
    view?.CreatedTime?.getTime(),
  );

  const login: connect.GetAuthenticationUrlArgs = { redirectUri: 'r', sessionId: 's' };
  const opened: connect.ParticipantServiceResponse<connect.GetAuthenticationUrlResult> =
    await given.getAuthenticationUrl(login);
  const cancel: connect.CancelParticipantAuthenticationArgs = { sessionId: 's' };
  const cancelled: connect.ParticipantServiceResponse<void> =
    await given.cancelParticipantAuthentication(cancel);
  console.log(opened, cancelled);

  const details: connect.ChatDetails = given.getChatDetails();
  const token: string | undefined = details.participantToken;
  const connectionToken: string | undefined = details.connectionDetails?.connectionToken;
  console.log(token, connectionToken, details.connectionDetails?.PreSignedConnectionUrl);
}

export function listen(given: connect.CustomerChatSession): void {
  const controller: connect.ChatController = given.controller;
  controller.subscribe('INCOMING_MESSAGE', (event) => {
    console.log((event as connect.ChatMessageEvent).data.Content);
  });
  given.onMessage((event: connect.ChatMessageEvent) => {
    const data: connect.ChatEventData = event.data;
    const contentType: connect.ChatContentType | undefined = data.ContentType;
    const files: connect.AttachmentItem[] | undefined = data.Attachments;
    const status:
      connect.MessageProcessingStatus[keyof connect.MessageProcessingStatus] | undefined =
      data.MessageMetadata?.MessageProcessingStatus;
    console.log(contentType, files?.[0]?.AttachmentName, status);
  });
  const plain: connect.ChatMessageContentType = 'text/plain';
  given.onTyping((event: connect.ChatTypingEvent) => console.log(event, plain));
  given.onConnectionBroken((event: connect.ChatConnectionBrokenEvent) => console.log(event));
  given.onConnectionEstablished((event: connect.ChatConnectionEstablishedEvent) =>
    console.log(event),
  );
  given.onConnectionLost((event: connect.ChatConnectionLostEvent) => console.log(event));
  given.onEnded((event: connect.ChatEndedEvent) => console.log(event));
  given.onTranscriptUpdated((event: connect.ChatTranscriptUpdatedEvent) => console.log(event));
  given.onAuthenticationInitiated((event: connect.ChatAuthenticationInitiatedEvent) =>
    console.log(JSON.parse(event.data.Content)),
  );
  given.onParticipantDisplayNameUpdated((event: connect.ChatParticipantDisplayNameUpdatedEvent) =>
    console.log(event.data.DisplayName),
  );
  const link: connect.NetworkLinkStatus = {
    NeverEstablished: 'NeverEstablished',
    Establishing: 'Establishing',
    Established: 'Established',
    Broken: 'Broken',
  };
  console.log(link);
}
