// The snippets of a customer's session from the README of amazon-connect-chatjs, unchanged; only what
// they leave out with three dots is filled in.
/* global connect, started, show */

connect.ChatSession.setGlobalConfig({
  loggerConfig: { // optional, the logging configuration. If omitted, no logging occurs
    // You can provide your own logger here, otherwise this property is optional
    customizedLogger: {
      debug: (msg) => console.debug(msg), // REQUIRED, can be any function
      info: (msg) => console.info(msg), // REQUIRED, can be any function
      warn: (msg) => console.warn(msg), // REQUIRED, can be any function
      error: (msg) => console.error(msg) // REQUIRED, can be any function
    },
    // There are five levels available - DEBUG, INFO, WARN, ERROR, ADVANCED_LOG. Default is INFO
    level: connect.LogLevel.INFO,
    // Choose if you want to use the default logger
    useDefaultLogger: true
  },
  region: "us-east-1", // optional, defaults to: "us-west-2"
  //Control switch for enabling/disabling message-receipts (Read/Delivered) for messages
  //message receipts use sendEvent API for sending Read/Delivered events https://docs.aws.amazon.com/connect-participant/latest/APIReference/API_SendEvent.html
  features: {
    messageReceipts: {
      shouldSendMessageReceipts: true, // DEFAULT: true, set to false to disable Read/Delivered receipts
      throttleTime: 5000 //default throttle time - time to wait before sending Read/Delivered receipt.
    }
  }
});

const customerChatSession = connect.ChatSession.create({
  chatDetails: { // REQUIRED
    contactId: started.contactId, // REQUIRED
    participantId: started.participantId, // REQUIRED
    participantToken: started.participantToken, // REQUIRED
  },
  options: { // optional
    region: "us-east-1", // optional, defaults to `region` set in `connect.ChatSession.setGlobalConfig()`
  },
  type: connect.ChatSession.SessionTypes.CUSTOMER, // REQUIRED
});

const chatSession = customerChatSession;

function handleResponse(response) {
  // `response` is an aws-sdk `Response` object
  // `data` contains the response data
  // `metadata` === "foo"
  const { data, metadata } = response;
  show("response", metadata, data.Transcript.length);
}

function handleError(response) {
  // `response` is an aws-sdk `Response` object
  // `error` contains the response error
  // `metadata` === "foo"
  const { error, metadata } = response;
  show("error", metadata, error);
}

chatSession.onConnectionBroken(event => {
  const { chatDetails } = event;
  show("broken", chatDetails.contactId);
});

chatSession.onConnectionEstablished(event => {
  const { chatDetails } = event;
  show("established", chatDetails.contactId);
});

chatSession.onEnded(event => {
  const { chatDetails, data } = event;
  show("ended", chatDetails.contactId, data);
});

chatSession.onMessage(event => {
  const { chatDetails, data } = event;
  switch (data.ContentType) {
    case "text/plain":
      show("message", chatDetails.contactId, data.Content);
  }
});

chatSession.onTyping(event => {
  const { chatDetails, data } = event;
  if (data.ParticipantRole === "AGENT") {
    show("typing", chatDetails.contactId);
  }
});

chatSession.onConnectionLost(event => {
  const { chatDetails, data } = event;
  show("lost", chatDetails.contactId, data);
});

async function run() {
  // connectCalled: indicates whether the Amazon Connect Participant Service was called
  // connectSuccess: indicates whether the operation succeeded
  const { connectCalled, connectSuccess } = await chatSession.connect();
  show("connected", connectCalled, connectSuccess);

  chatSession
    .getTranscript({ metadata: "foo" })
    .then(handleResponse, handleError);

  await sendAndType();
}

async function sendAndType() {
  {
    const awsSdkResponse = await chatSession.sendEvent({
      contentType: "application/vnd.amazonaws.connect.event.typing"
    });
    const { AbsoluteTime, Id } = awsSdkResponse.data;
    show("typed", AbsoluteTime, Id);
  }
  const awsSdkResponse = await chatSession.sendMessage({
    contentType: "text/plain",
    message: "Hello World!"
  });
  const { AbsoluteTime, Id } = awsSdkResponse.data;
  show("sent", AbsoluteTime, Id);
}
