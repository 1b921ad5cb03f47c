import 'rx-connect-chat/chatjs-global';

// What the README of amazon-connect-chatjs shows of a customer's session, and what its types invite to.
connect.ChatSession.setGlobalConfig({
  loggerConfig: {
    customizedLogger: {
      debug: (msg) => console.debug(msg),
      info: (msg) => console.info(msg),
      warn: (msg) => console.warn(msg),
      error: (msg) => console.error(msg),
    },
    level: connect.ChatSession.LogLevel.INFO,
    useDefaultLogger: true,
  },
  region: 'us-east-1',
  features: { messageReceipts: { shouldSendMessageReceipts: true, throttleTime: 5000 } },
  customUserAgentSuffix: 'mine',
  webSocketManagerConfig: { isNetworkOnline: () => true },
});

const customerChatSession = connect.ChatSession.create({
  chatDetails: { contactId: '...', participantId: '...', participantToken: '...' },
  options: { region: 'us-east-1' },
  type: connect.ChatSession.SessionTypes.CUSTOMER,
  disableCSM: true,
});

export async function use(
  chatSession: connect.CustomerChatSession,
  attachment: File,
): Promise<void> {
  const { connectCalled, connectSuccess } = await chatSession.connect();
  const connected = await chatSession.connect({ metadata: 'foo' });
  const echoed: string = connected.metadata;

  const awsSdkResponse = await chatSession.getTranscript({
    maxResults: 100,
    sortOrder: 'ASCENDING',
  });
  if (awsSdkResponse.data) {
    const { InitialContactId, NextToken, Transcript } = awsSdkResponse.data;
    console.log(InitialContactId, NextToken, Transcript[0]?.Content);
  }
  const { data, metadata } = await chatSession.getTranscript({ metadata: 'foo' });
  console.log(connectCalled, connectSuccess, echoed, data, metadata.length);

  const typing: connect.SendEventArgs = {
    contentType: 'application/vnd.amazonaws.connect.event.typing',
  };
  const event: connect.ParticipantServiceResponse<connect.SendEventResult> =
    await chatSession.sendEvent(typing);
  if (event.data) console.log(event.data.AbsoluteTime, event.data.Id, event.error, event.requestId);
  const sent = await chatSession.sendMessage({
    contentType: 'text/plain',
    message: 'Hello World!',
    clientToken: 'token',
    metadata: { mine: 1 },
  });
  console.log(sent.metadata.mine, sent.data.Id);
  await chatSession.sendAttachment({ attachment });
  const blob: Blob = await chatSession.downloadAttachment({ attachmentId: 'string' });
  const url: string = await chatSession.getAttachmentURL({ attachmentId: 'string' });
  const view = await chatSession.describeView({ InstanceId: 'i', viewToken: 'v', metadata: 1 });
  console.log(blob.size, url, view.data.View?.Content);
  await chatSession.getAuthenticationUrl({ redirectUri: 'r', sessionId: 's' });
  await chatSession.cancelParticipantAuthentication({ sessionId: 's' });
  await chatSession.disconnectParticipant();
}

customerChatSession.onConnectionBroken((event) => {
  const { chatDetails } = event;
  console.log(chatDetails.contactId);
});
customerChatSession.onConnectionEstablished(({ chatDetails }) => {
  console.log(chatDetails.connectionDetails?.connectionToken);
});
customerChatSession.onEnded(({ chatDetails }) => console.log(chatDetails));
customerChatSession.onMessage((event) => {
  const { chatDetails, data } = event;
  switch (data.ContentType) {
    case 'text/plain':
      console.log(chatDetails, data.Content, data.Attachments?.[0]?.AttachmentId);
      break;
    default:
  }
});
customerChatSession.onTyping(({ data }: connect.ChatTypingEvent) => {
  if (data.ParticipantRole === 'AGENT') console.log(data.DisplayName);
});
customerChatSession.onReadReceipt((event: connect.ChatMessageEvent) => {
  console.log(event.data.MessageMetadata?.Receipts?.[0]?.ReadTimestamp);
});
customerChatSession.onTranscriptUpdated(({ data }: connect.ChatTranscriptUpdatedEvent) => {
  const items: connect.ChatTranscriptItem[] = data.transcript;
  console.log(items[0]?.MessageMetadata?.Status, data.previousTranscriptNextToken);
});
customerChatSession.onParticipantIdle(({ data }) => console.log(data.ParticipantRole));
customerChatSession.onParticipantReturned(({ data }) => console.log(data.ParticipantRole));
customerChatSession.onAutoDisconnection(({ data }) => console.log(data.ParticipantRole));
customerChatSession.onConnectionLost(({ chatDetails }) => console.log(chatDetails));
customerChatSession.onAuthenticationInitiated(({ data }) => JSON.parse(data.Content) as unknown);
customerChatSession.onParticipantDisplayNameUpdated(({ data }) => data.DisplayName.length);

const { contactId, initialContactId, participantId, participantToken } =
  customerChatSession.getChatDetails();
console.log(contactId, initialContactId, participantId, participantToken, connect.ChatJS.version);
