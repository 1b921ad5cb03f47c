import 'amazon-connect-streams';
import 'rx-connect-chat/chatjs-global';

// What the README of amazon-connect-chatjs shows of an agent's session.
connect.contact((contact) => {
  if (contact.getType() !== connect.ContactType.CHAT) return;

  const useMediaController = async () => {
    const cnn = contact
      .getConnections()
      .find((each) => each.getType() === connect.ConnectionType.AGENT) as connect.ChatConnection;
    const agentChatSession = (await cnn.getMediaController()) as connect.AgentChatSession;
    agentChatSession.onMessage(({ data }) => console.log(data.Content));
  };
  contact.onAccepted(() => void useMediaController());

  contact.onAccepted(() => {
    const cnn = contact
      .getConnections()
      .find((each) => each.getType() === connect.ConnectionType.AGENT) as connect.ChatConnection;
    const agentChatSession = connect.ChatSession.create({
      chatDetails: cnn.getMediaInfo(),
      options: { region: 'us-east-1' },
      type: connect.ChatSession.SessionTypes.AGENT,
      websocketManager: connect.core.getWebSocketManager(),
    });
    agentChatSession.cleanUpOnParticipantDisconnect();
  });
});
